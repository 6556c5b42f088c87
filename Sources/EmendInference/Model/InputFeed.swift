import EmendCore

/// What goes into one input of a model.
enum InputFeed: Hashable, Sendable {
  case image
  /// 1 for each pixel of the input, since none of it is padding: batch x height x width.
  case pixelMask
  /// The input's width and height for each image: batch x 2.
  case inputSize
  /// The same in every run.
  case fixed([Int64], shape: [Int])
}

extension ModelFacts {
  /// The input of Hugging Face's that says which pixels are no padding.
  static let pixelMask: Set = ["pixel_mask"]

  /// The image, and a mask where the file takes one.
  func maskedFeeds() throws(InferenceError) -> [InputFeed] {
    try feeds(Dictionary(uniqueKeysWithValues: Self.pixelMask.map { ($0, .pixelMask) }))
  }

  /// What goes into each input: where `known` does not name it, the image.
  ///
  /// - Throws: ``InferenceError`` of code `modelUnsupported` where an input takes another shape
  ///   than there is.
  func feeds(_ known: [String: InputFeed]) throws(InferenceError) -> [InputFeed] {
    var feeds: [InputFeed] = []
    for port in inputs {
      let feed = known[port.name] ?? .image
      if feed != .image, port.type.map(FeedTensor.types.contains) != true {
        let type = port.type.map { "\($0)" } ?? "an unknown type"
        throw refusal("its input \(port.name) holds \(type); expected int64, int32 or float32")
      }
      if case .fixed(_, let shape) = feed, !port.takes(shape) {
        let text = shape.map(String.init).joined(separator: "x")
        throw refusal(
          "its input \(port.name) is \(port.shapeText), and what it is asked with is \(text); "
            + "export it again with free dimensions of texts and tokens")
      }
      feeds.append(feed)
    }
    return feeds
  }
}

extension TensorPort {
  /// Whether a tensor of this shape may go in.
  func takes(_ shape: [Int]) -> Bool {
    self.shape.count == shape.count
      && zip(self.shape, shape).allSatisfy { own, other in own == nil || own == other }
  }
}
