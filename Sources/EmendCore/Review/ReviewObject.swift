/// What is held of one object: the side of a decision before it, or after it.
public struct ObjectState: Hashable, Sendable {
  public enum Status: String, CaseIterable, Sendable {
    /// Predicted, and nobody has decided.
    case open
    case accepted
    /// Predicted, and not there.
    case rejected
    /// Drawn or imported, and taken away again.
    case removed
  }

  public var status: Status
  public var label: LabelID
  public var shape: Shape
  /// What is written there; empty for none.
  public var text: String

  public init(status: Status, label: LabelID, shape: Shape, text: String = "") {
    self.status = status
    self.label = label
    self.shape = shape
    self.text = text
  }
}

/// One object as a reviewer meets it.
public struct ReviewObject: Equatable, Sendable, Identifiable {
  /// Where an object came from.
  public enum Origin: Hashable, Sendable {
    case predicted(PredictedObjectID, Detection)
    case drawn
    case imported
  }

  public let id: ObjectID
  public var origin: Origin
  public var state: ObjectState
  /// Counts the decisions on this object; 0 before the first.
  ///
  /// The store refuses a decision that was made on another revision.
  public var revision: Int

  public init(id: ObjectID, origin: Origin, state: ObjectState, revision: Int) {
    self.id = id
    self.origin = origin
    self.state = state
    self.revision = revision
  }

  /// A predicted object that nobody has decided on.
  public init(_ id: PredictedObjectID, _ detection: Detection) {
    self.init(
      id: ObjectID(predicted: id), origin: .predicted(id, detection),
      state: detection.openState, revision: 0)
  }

  /// What the model said, if it said anything.
  public var detection: Detection? {
    guard case .predicted(_, let detection) = origin else { return nil }
    return detection
  }

  /// Whether a reviewer's word differs from the model's: another label, shape or text, a rejection,
  /// or an object that the model missed.
  ///
  /// An imported object answers no prediction and was given and not decided: it is none.
  public var isDisagreement: Bool {
    guard let detection else { return origin == .drawn && state.status == .accepted }
    switch state.status {
    case .open: return false
    case .rejected, .removed: return true
    case .accepted:
      var said = detection.openState
      said.status = .accepted
      return state != said
    }
  }
}

extension Detection {
  /// What is held of the object before anybody decides.
  public var openState: ObjectState {
    ObjectState(status: .open, label: best.label, shape: shape, text: text)
  }
}
