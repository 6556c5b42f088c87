import EmendCore
import EmendInference
import EmendLearning

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

  /// What a model says of an image of a size, in the project's labels.
  func translate(_ answer: Answer, of size: ImageSize) -> [Detection] {
    switch answer {
    case .labels(let scores): wholeLabel(scores, size).map { [$0] } ?? []
    case .objects, .anomaly, .embedding: answer.objects.compactMap(translate)
    }
  }

  /// The best of those labels that the project has; an image has one, so that the score floor
  /// takes none away.
  private func wholeLabel(_ scores: [ScoredLabel], _ size: ImageSize) -> Detection? {
    let known = scores.compactMap { scored in
      self[scored.label].map { ScoredLabel(label: $0, score: min(max(scored.score, 0), 1)) }
    }
    guard let best = known.first else { return nil }
    return Detection(
      best: best, alternative: known.dropFirst().first,
      entropy: Uncertainty.entropy(of: scores.map(\.score)), shape: .image(size))
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
