public import EmendCore

/// How far a project is; the parts of each count add up to it.
public struct Status: Equatable, Sendable {
  /// `all` is `reviewed + skipped + open`.
  public struct Images: Equatable, Sendable {
    public var all = 0
    public var reviewed = 0
    public var skipped = 0
    public var open = 0
    public var flagged = 0
    /// Not where they were, or with other bytes in their place.
    public var missing = 0
    /// In the part that models are measured on.
    public var test = 0
  }

  /// What the champion predicted: `all` is `accepted + corrected + rejected + answered + open`.
  public struct Predicted: Equatable, Sendable {
    public var all = 0
    public var accepted = 0
    /// Accepted with another label or shape.
    public var corrected = 0
    public var rejected = 0
    /// Not asked about, because of a decision on an object at the same place.
    public var answered = 0
    public var open = 0
  }

  public struct LabelCount: Equatable, Sendable {
    public var label: Label
    /// By the champion.
    public var predicted: Int
    /// Accepted, on images in any state.
    public var truth: Int
  }

  public struct ReviewerCount: Equatable, Sendable {
    public var reviewer: String
    public var decisions: Int
    public var milliseconds: Int
    public var keys: Int
  }

  public var images = Images()
  public var predicted = Predicted()
  public var labels: [LabelCount] = []
  /// By name; imports count as reviewers.
  public var reviewers: [ReviewerCount] = []
  public var champion: ModelVersion?
  /// How many images are still to be reviewed.
  public var queued = 0
}
