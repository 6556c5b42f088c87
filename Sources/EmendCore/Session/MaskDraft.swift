/// A mask that is being found: what the model was shown, and what it answered.
public struct MaskDraft: Equatable, Sendable {
  /// Whose mask it will be; nil for a new object.
  public var object: ObjectID?
  public var cursor: ImagePoint
  /// In the order in which they were set.
  public var points: [PromptPoint] = []
  /// Shown to the model beside the points.
  public var box: Box?
  /// Best first.
  public var masks: [PromptedMask] = []
  /// Counts from 0 in ``masks``.
  public var index = 0
  /// The number of the question whose answer is awaited.
  public var awaited: Int?
  /// Whether places are asked about, one after the other.
  public var isProbing = false
  /// The place that an answer would tell most about.
  public var probe: ImagePoint?

  public init(object: ObjectID?, cursor: ImagePoint, box: Box? = nil) {
    self.object = object
    self.cursor = cursor
    self.box = box
  }

  /// The mask that is shown.
  public var chosen: PromptedMask? { masks.indices.contains(index) ? masks[index] : nil }

  /// The place that the reviewer is asked about just now.
  public var asked: ImagePoint? { isProbing && awaited == nil ? probe : nil }

  /// Whether there is anything to ask the model.
  var isShown: Bool { !points.isEmpty || box != nil }
}
