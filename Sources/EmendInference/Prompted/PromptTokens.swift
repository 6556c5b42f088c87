import EmendCore

/// A prompt as a decoder takes it: positions in pixels of the encoder's input, and what is there.
struct PromptTokens: Equatable {
  /// x and y of each token.
  private(set) var coordinates: [Float] = []
  private(set) var labels: [Float] = []

  var count: Int { labels.count }

  init(coordinates: [Float], labels: [Float]) {
    (self.coordinates, self.labels) = (coordinates, labels)
  }

  private static let (offObject, onObject): (Float, Float) = (0, 1)
  private static let (topLeft, bottomRight): (Float, Float) = (2, 3)
  private static let nothing: Float = -1

  /// The tokens of a prompt; none where it shows nothing.
  ///
  /// The box's corners are points of their own kind; SAM 2's own predictor sends them so, and its
  /// export by transformers.js answers the same to them as to `input_boxes`.
  init(_ prompt: MaskPrompt, _ placement: Placement, ending: PromptForm.Ending) {
    for point in prompt.points where point.point.x.isFinite && point.point.y.isFinite {
      let place = point.place == .onObject ? Self.onObject : Self.offObject
      add(point.point, place, placement)
    }
    let box = prompt.box?.clamped(to: placement.imageSize)
    if let box, box.area > 0 {
      add(ImagePoint(x: box.x, y: box.y), Self.topLeft, placement)
      add(ImagePoint(x: box.maxX, y: box.maxY), Self.bottomRight, placement)
    }
    let hasBox = labels.last == Self.bottomRight
    guard count > 0, ending == .always || !hasBox else { return }
    coordinates += [0, 0]
    labels.append(Self.nothing)
  }

  /// The originals scale positions in the same way, without half a pixel's shift.
  private mutating func add(_ point: ImagePoint, _ label: Float, _ placement: Placement) {
    let (size, gains) = (placement.imageSize, placement.gains)
    coordinates.append(Float(min(max(point.x, 0), Double(size.width))) * gains.x)
    coordinates.append(Float(min(max(point.y, 0), Double(size.height))) * gains.y)
    labels.append(label)
  }
}
