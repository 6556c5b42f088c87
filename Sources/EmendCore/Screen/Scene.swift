/// What the picture's area shows: one image under one viewport, with marks over it.
///
/// It names the image and never holds pixels.
public struct Scene: Hashable, Sendable {
  public var image: ImageID
  /// The cells that belong to the picture.
  public var area: CellRect
  public var viewport: Viewport
  public var tone: Tone
  /// From back to front.
  public var marks: [Mark]
  /// Crosshair, while a box is being drawn.
  public var crosshair: ImagePoint?

  public init(
    image: ImageID, area: CellRect, viewport: Viewport, tone: Tone = .neutral, marks: [Mark],
    crosshair: ImagePoint? = nil
  ) {
    self.image = image
    self.area = area
    self.viewport = viewport
    self.tone = tone
    self.marks = marks
    self.crosshair = crosshair
  }
}

/// One shape drawn over the image.
public struct Mark: Hashable, Sendable {
  public enum Style: Hashable, Sendable {
    /// A full outline.
    case open
    /// A thin or dimmed outline: there is nothing left to do.
    case decided
    /// A dotted outline: not there.
    case rejected
    /// The shape under the keys, with handles.
    case selected
    /// What the model said, while its shape is being changed.
    case ghost
  }

  public var shape: Shape
  public var style: Style
  public var colour: Colour
  /// Which edge of a selected box the keys move.
  public var edge: BoxEdge?

  public init(shape: Shape, style: Style, colour: Colour, edge: BoxEdge? = nil) {
    self.shape = shape
    self.style = style
    self.colour = colour
    self.edge = edge
  }
}

/// One edge of a box.
public enum BoxEdge: String, CaseIterable, Hashable, Sendable {
  case left
  case top
  case right
  case bottom
}

/// Red, green and blue, `0...255` each, in sRGB.
public struct Colour: Hashable, Sendable {
  public var red: UInt8
  public var green: UInt8
  public var blue: UInt8

  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// From six hexadecimal digits, with or without a leading `#`; nil otherwise.
  public init?(hex: String) {
    let digits = hex.hasPrefix("#") ? hex.dropFirst() : hex[...]
    guard digits.utf8.count == 6, let value = UInt32(digits, radix: 16) else { return nil }
    self.init(
      red: UInt8(value >> 16), green: UInt8(value >> 8 & 0xff), blue: UInt8(value & 0xff))
  }
}
