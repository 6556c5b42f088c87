public import EmendCore

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
