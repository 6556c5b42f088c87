/// Which objects are shown: those of any of its labels and in any of its states.
public struct ObjectFilter: Hashable, Sendable {
  /// What a filter calls an object's state.
  public enum State: String, CaseIterable, Hashable, Sendable {
    case open
    case accepted
    case corrected
    case rejected
    case drawn
    case imported
  }

  /// Empty lets every label through.
  public var labels: Set<LabelID> = []
  /// Empty lets every state through.
  public var states: Set<State> = []

  public init() {}

  public var isActive: Bool { !labels.isEmpty || !states.isEmpty }

  /// Words that are neither a label's name nor a state come back in `unknown`.
  ///
  /// A label may be shortened to any beginning that no other label and no state shares.
  static func read(_ text: String, labels: [Label]) -> (filter: ObjectFilter, unknown: [String]) {
    var filter = ObjectFilter()
    var unknown: [String] = []
    for word in text.split(separator: " ").map(String.init) {
      if let state = State(rawValue: word) {
        filter.states.insert(state)
      } else if let label = label(word, in: labels) {
        filter.labels.insert(label)
      } else {
        unknown.append(word)
      }
    }
    return (filter, unknown)
  }

  private static func label(_ word: String, in labels: [Label]) -> LabelID? {
    if let exact = labels.first(where: { $0.name == word }) { return exact.id }
    let matches = labels.filter { $0.name.lowercased().hasPrefix(word.lowercased()) }
    return matches.count == 1 ? matches.first?.id : nil
  }

  func admits(_ object: ReviewObject) -> Bool {
    (labels.isEmpty || labels.contains(object.state.label))
      && (states.isEmpty || states.contains(object.filterState))
  }
}

extension ReviewObject {
  /// The state as a filter and the object list name it.
  public var filterState: ObjectFilter.State {
    switch state.status {
    case .open: return .open
    case .rejected, .removed: return .rejected
    case .accepted:
      switch origin {
      case .predicted: return isDisagreement ? .corrected : .accepted
      case .drawn: return .drawn
      case .imported: return .imported
      }
    }
  }
}
