/// In which order images should be reviewed.
public struct QueueSettings: Hashable, Sendable {
  /// What makes one object worth a look.
  public enum Strategy: String, CaseIterable, Sendable {
    /// The object's entropy.
    case entropy
    /// One less the distance between the best label's score and the next one's.
    case margin
    /// One less the best label's score.
    case leastConfidence = "least-confidence"
    /// A shuffle that depends on the image's content and the seed alone.
    case random
    /// As they were added.
    case oldest
  }

  /// How the objects' values become their image's.
  public enum Aggregate: String, CaseIterable, Sendable {
    case max
    case mean
    case sum
  }

  public var strategy: Strategy
  public var aggregate: Aggregate
  /// The share of images that are taken at random instead, `0...1`, so that measures made on what
  /// was reviewed stay fair.
  public var controlShare: Double
  public var seed: UInt64

  public init(
    strategy: Strategy = .entropy, aggregate: Aggregate = .sum, controlShare: Double = 0.1,
    seed: UInt64 = 0
  ) {
    self.strategy = strategy
    self.aggregate = aggregate
    self.controlShare = controlShare
    self.seed = seed
  }
}
