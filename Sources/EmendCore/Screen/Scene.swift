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
  public var look: OverlayLook
  /// Crosshair, while a box is being drawn or a mask found.
  public var crosshair: ImagePoint?
  /// What a model was told of places, first to last.
  public var points: [PromptPoint]
  /// The place that the reviewer is asked about.
  public var probe: ImagePoint?

  public init(
    image: ImageID, area: CellRect, viewport: Viewport, tone: Tone = .neutral, marks: [Mark],
    look: OverlayLook = OverlayLook(), crosshair: ImagePoint? = nil, points: [PromptPoint] = [],
    probe: ImagePoint? = nil
  ) {
    self.image = image
    self.area = area
    self.viewport = viewport
    self.tone = tone
    self.marks = marks
    self.look = look
    self.crosshair = crosshair
    self.points = points
    self.probe = probe
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
    /// The shape under the keys, dotted and with handles: not there.
    case selectedRejected
    /// What the model said, while its shape is being changed.
    case ghost
  }

  public var shape: Shape
  public var style: Style
  public var colour: Colour
  /// Which edge of a selected box the keys move.
  public var edge: BoxEdge?
  /// Which point of a selected pose the keys move, from 0.
  public var point: Int?
  /// Which points of a pose belong together.
  public var limbs: [Skeleton.Limb]
  /// What is written beside the shape; nil for nothing.
  public var tag: Tag?

  /// A label's name, with the score where it is the model's word.
  public struct Tag: Hashable, Sendable {
    public var name: String
    /// `0...1`.
    public var score: Double?

    public init(name: String, score: Double? = nil) {
      self.name = name
      self.score = score
    }
  }

  public init(
    shape: Shape, style: Style, colour: Colour, edge: BoxEdge? = nil, point: Int? = nil,
    limbs: [Skeleton.Limb] = [], tag: Tag? = nil
  ) {
    self.shape = shape
    self.style = style
    self.colour = colour
    self.edge = edge
    self.point = point
    self.limbs = limbs
    self.tag = tag
  }

  /// Whether the keys act on it.
  public var isSelected: Bool { style == .selected || style == .selectedRejected }
}

/// One edge of a box.
public enum BoxEdge: String, CaseIterable, Hashable, Sendable {
  case left
  case top
  case right
  case bottom
}
