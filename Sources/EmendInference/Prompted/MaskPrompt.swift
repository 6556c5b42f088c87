public import EmendCore

/// One click of a reviewer who shows a model an object.
public struct PromptPoint: Hashable, Sendable {
  public var point: ImagePoint
  public var place: Place

  /// What lies under a click.
  public enum Place: Hashable, Sendable {
    case onObject
    case offObject
  }

  public init(_ point: ImagePoint, _ place: Place = .onObject) {
    self.point = point
    self.place = place
  }
}

/// What a model is shown of one object, so that it answers the object's mask.
///
/// Points and the box's corners outside the image are moved to its edge. A point that is no
/// number and a box without area are left out.
public struct MaskPrompt: Hashable, Sendable {
  public var points: [PromptPoint]
  public var box: Box?
  /// An earlier answer for the same image, to be refined; see ``PromptedSegmenter/refinesMasks``.
  public var earlier: MaskLogits?

  public init(points: [PromptPoint] = [], box: Box? = nil, earlier: MaskLogits? = nil) {
    self.points = points
    self.box = box
    self.earlier = earlier
  }
}
