import EmendCore

/// From a model's label numbers to the project's labels, by name.
struct LabelMap: Equatable {
  /// By the model's number; nil for a label that the project does not have.
  let labels: [LabelID?]

  init(model names: [String], project: [Label]) {
    labels = names.map { name in project.first { $0.name == name }?.id }
  }

  /// How many of the model's labels the project has.
  var known: Int { labels.count { $0 != nil } }

  /// The model's number of a project's label.
  func modelLabel(of label: LabelID) -> LabelID? {
    labels.firstIndex(of: label).map { LabelID($0) }
  }

  /// A detection in the project's labels; nil when its label is none of them.
  func translate(_ detection: Detection) -> Detection? {
    guard let label = self[detection.best.label] else { return nil }
    var translated = detection
    translated.best.label = label
    translated.alternative = detection.alternative.flatMap { other in
      self[other.label].map { ScoredLabel(label: $0, score: other.score) }
    }
    return translated
  }

  /// Part of what predictions are stored under, since another map makes other predictions.
  var fingerprint: String {
    labels.map { $0.map { "\($0.rawValue)" } ?? "-" }.joined(separator: ",")
  }

  private subscript(_ label: LabelID) -> LabelID? {
    labels.indices.contains(label.rawValue) ? labels[label.rawValue] : nil
  }
}
