/// One event of a reviewer; the log keeps every one.
public struct Decision: Equatable, Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case accept
    case reject
    case relabel
    case reshape
    case transcribe
    case add
    case remove
    case skip
    case flag
    case comment
    case undo
  }

  /// What the decision is about, with the side before and the side after it.
  public enum Change: Equatable, Sendable {
    /// `before` is nil for an object that is new.
    case object(ObjectID, ReviewObject.Origin, before: ObjectState?, after: ObjectState)
    case image(before: ImageState, after: ImageState)
  }

  public let id: DecisionID
  public var kind: Kind
  public var image: ImageID
  public var change: Change
  /// The revision of the object or image that the reviewer saw.
  public var revision: Int
  public var at: Timestamp
  /// From when the object was shown to the decision.
  public var milliseconds: Int
  /// Keys pressed for it.
  public var keys: Int

  public init(
    id: DecisionID, kind: Kind, image: ImageID, change: Change, revision: Int, at: Timestamp,
    milliseconds: Int, keys: Int
  ) {
    self.id = id
    self.kind = kind
    self.image = image
    self.change = change
    self.revision = revision
    self.at = at
    self.milliseconds = milliseconds
    self.keys = keys
  }
}

/// Decisions that are committed together and undone together, such as "accept all shown".
public struct Step: Equatable, Sendable {
  /// The first decision's.
  public var id: DecisionID
  public var decisions: [Decision]

  /// - Precondition: there is at least one decision.
  public init(_ decisions: [Decision]) {
    guard let first = decisions.first else { preconditionFailure("a step holds no decision") }
    id = first.id
    self.decisions = decisions
  }
}
