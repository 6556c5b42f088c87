import EmendCore

/// A prompt as a decoder takes it: positions in pixels of the encoder's input, and what is there.
struct PromptTokens: Equatable, Sendable {
  /// x and y of each token.
  private(set) var coordinates: [Float] = []
  private(set) var labels: [Float] = []

  /// Left, top, right and bottom, where the decoder takes boxes apart; else empty.
  private(set) var box: [Float] = []

  /// How many points, corners and endings there are.
  var count: Int { labels.count }
  var isEmpty: Bool { labels.isEmpty && box.isEmpty }

  init(coordinates: [Float], labels: [Float], box: [Float] = []) {
    (self.coordinates, self.labels, self.box) = (coordinates, labels, box)
  }

  private static let (offObject, onObject): (Float, Float) = (0, 1)
  static let (topLeft, bottomRight): (Float, Float) = (2, 3)
  private static let nothing: Float = -1

  /// The tokens of a prompt; none where it shows nothing.
  ///
  /// The box's corners are points of their own kind, as the originals' own predictors send them.
  init(_ prompt: MaskPrompt, _ placement: Placement, ending: PromptForm.Ending) {
    for point in prompt.points where point.point.x.isFinite && point.point.y.isFinite {
      let place = point.place == .onObject ? Self.onObject : Self.offObject
      add(point.point, place, placement)
    }
    let inside = prompt.box?.clamped(to: placement.imageSize)
    if let inside, inside.area > 0 {
      add(ImagePoint(x: inside.x, y: inside.y), Self.topLeft, placement)
      add(ImagePoint(x: inside.maxX, y: inside.maxY), Self.bottomRight, placement)
    }
    let hasBox = labels.last == Self.bottomRight
    switch ending {
    case .byDecoder where hasBox:
      box = Array(coordinates.suffix(4))
      coordinates.removeLast(4)
      labels.removeLast(2)
    case .always where !isEmpty, .withoutBox where !isEmpty && !hasBox:
      coordinates += [0, 0]
      labels.append(Self.nothing)
    default: break
    }
  }

  /// The originals scale positions in the same way, without half a pixel's shift.
  private mutating func add(_ point: ImagePoint, _ label: Float, _ placement: Placement) {
    let (size, gains) = (placement.imageSize, placement.gains)
    coordinates.append(Float(min(max(point.x, 0), Double(size.width))) * gains.x)
    coordinates.append(Float(min(max(point.y, 0), Double(size.height))) * gains.y)
    labels.append(label)
  }
}
