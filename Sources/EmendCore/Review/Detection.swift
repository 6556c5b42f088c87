/// A label with the score that a model gave it, `0...1`.
public struct ScoredLabel: Hashable, Sendable {
  public var label: LabelID
  public var score: Double

  public init(label: LabelID, score: Double) {
    self.label = label
    self.score = score
  }
}

/// One object that a model found, in pixels of the upright image.
public struct Detection: Hashable, Sendable {
  public var best: ScoredLabel
  /// The second best label at this place; nil where the model gives one label only.
  public var alternative: ScoredLabel?
  /// The sum of the labels' binary entropies in nats; of the best label alone where no other is
  /// known; of a whole image's label the entropy of all labels' shares.
  public var entropy: Double
  public var shape: Shape
  /// What is written there, as the model reads it; empty for none.
  public var text: String

  public init(
    best: ScoredLabel, alternative: ScoredLabel? = nil, entropy: Double, shape: Shape,
    text: String = ""
  ) {
    self.best = best
    self.alternative = alternative
    self.entropy = entropy
    self.shape = shape
    self.text = text
  }
}
