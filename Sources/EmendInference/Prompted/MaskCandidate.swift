public import EmendCore

/// One of the masks that a model answers to a prompt.
public struct MaskCandidate: Hashable, Sendable {
  /// Of the image's size; at least one pixel is set.
  public var mask: Mask
  /// The overlap with the object's true mask that the model expects, in `0...1`.
  public var score: Double
  /// The answer before it was enlarged, for ``MaskPrompt/earlier``.
  public var logits: MaskLogits

  public init(mask: Mask, score: Double, logits: MaskLogits) {
    self.mask = mask
    self.score = score
    self.logits = logits
  }
}

/// A mask as the model answers it: at a quarter of its input's size, above 0 on the object.
public struct MaskLogits: Hashable, Sendable {
  public let width: Int
  public let height: Int
  /// Row after row.
  public let values: [Float]

  /// - Precondition: there are `width * height` values.
  public init(width: Int, height: Int, values: [Float]) {
    precondition(
      values.count == width * height, "\(values.count) values for \(width)x\(height) logits")
    self.width = width
    self.height = height
    self.values = values
  }
}
