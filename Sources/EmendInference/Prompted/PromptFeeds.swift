import EmendCore

/// All that a decoder takes for one prompt, in the order of its inputs.
struct PromptFeeds {
  private let encoding: ImageEncoding
  /// What was made for this run; the encoding's maps are its own.
  private var made: [FeedTensor] = []
  private var feeds: [OpaquePointer?] = []

  init(
    _ decoder: OnnxSession, _ layout: PromptLayout, _ encoding: ImageEncoding,
    _ tokens: PromptTokens, _ earlier: MaskLogits?
  ) throws(OrtFailure) {
    self.encoding = encoding
    for port in decoder.inputs {
      if let map = layout.form.maps.firstIndex(of: port.name) {
        feeds.append(encoding.maps.raw[layout.mapOutputs[map]])
      } else {
        let (values, shape) = Self.values(port, layout, tokens, earlier)
        let tensor = try FeedTensor(values, shape: shape, as: port.type, on: decoder.runtime)
        made.append(tensor)
        feeds.append(tensor.raw)
      }
    }
  }

  func run(
    _ decoder: OnnxSession, _ cancellation: RunCancellation
  ) throws(OrtFailure) -> OutputTensors {
    defer { withExtendedLifetime((encoding, made)) {} }
    return try decoder.run(feeds: feeds, cancellation: cancellation)
  }

  private static func values(
    _ port: TensorPort, _ layout: PromptLayout, _ tokens: PromptTokens, _ earlier: MaskLogits?
  ) -> ([Float], [Int]) {
    // transformers.js has a dimension of prompts before that of points.
    let isNested = port.shape.count == (port.name == layout.form.points ? 4 : 3)
    let batch = isNested ? [1, 1] : [1]
    let side = layout.side / 4
    switch port.name {
    case layout.form.points: return (tokens.coordinates, batch + [tokens.count, 2])
    case layout.form.labels: return (tokens.labels, batch + [tokens.count])
    case PromptForm.boxes: return (tokens.box, [1, tokens.box.count / 4, 4])
    case PromptForm.hasEarlier: return ([earlier == nil ? 0 : 1], [1])
    // The decoder enlarges to this size what ``MaskEnlarger`` enlarges faster, from the logits.
    case PromptForm.imageSize: return ([Float(side), Float(side)], [2])
    default:
      let size = earlier.map { ($0.height, $0.width) } ?? (side, side)
      let zeros = [Float](repeating: 0, count: earlier == nil ? side * side : 0)
      return (earlier?.values ?? zeros, [1, 1, size.0, size.1])
    }
  }
}
