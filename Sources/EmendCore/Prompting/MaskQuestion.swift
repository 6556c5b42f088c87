/// What a model is asked: which mask the object has that these points and this box show.
public struct MaskQuestion: Hashable, Sendable {
  public var image: ImageID
  /// Counts the questions of a review, so that a late answer can be told from the one awaited.
  public var number: Int
  public var points: [PromptPoint]
  public var box: Box?

  public init(image: ImageID, number: Int, points: [PromptPoint], box: Box? = nil) {
    self.image = image
    self.number = number
    self.points = points
    self.box = box
  }
}

/// What the model said to a ``MaskQuestion``.
public struct MaskAnswer: Hashable, Sendable {
  /// The question's.
  public var number: Int
  /// Best first, each of the image's size; none where the model saw no object.
  public var masks: [PromptedMask]
  /// Where the masks differ most, so that a word on it tells them apart; nil where they agree.
  public var probe: ImagePoint?

  public init(number: Int, masks: [PromptedMask], probe: ImagePoint? = nil) {
    self.number = number
    self.masks = masks
    self.probe = probe
  }
}

/// One of the masks that a model gives of an object.
public struct PromptedMask: Hashable, Sendable {
  public var mask: Mask
  /// The overlap with the object's true mask that the model expects, `0...1`.
  public var score: Double

  public init(mask: Mask, score: Double) {
    self.mask = mask
    self.score = score
  }
}

/// What the model that answers masks is doing, as far as the open image is concerned.
public enum SegmenterState: Hashable, Sendable {
  /// There is none; a sentence that says how to get one, or what is wrong with it.
  case missing(advice: String)
  /// It reads the image; questions wait for that.
  case reading
  case ready
  /// It cannot read this image.
  case failed(reason: String)
}
