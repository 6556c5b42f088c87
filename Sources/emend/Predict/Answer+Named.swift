import EmendCore
import EmendFormats
import EmendInference
import EmendLearning

extension Answer {
  /// What a program or a server said by names, as what a model says by numbers.
  ///
  /// - Parameters:
  ///   - named: with any names.
  ///   - names: those that count, which the labels of the answer count from 0.
  ///   - settings: what is kept, as of every model; who answers has taken out what overlaps.
  ///   - onStranger: gets each name that is none of `names`.
  init(
    _ named: BackendAnswer, _ names: [String], _ settings: PredictionSettings,
    onStranger: (String) -> Void
  ) {
    func scored(_ score: NamedScore) -> ScoredLabel? {
      guard let place = names.firstIndex(of: score.label) else {
        onStranger(score.label)
        return nil
      }
      return ScoredLabel(label: LabelID(place), score: score.score)
    }
    let objects = named.objects.compactMap { object -> Detection? in
      guard let best = scored(object.best),
        best.score > max(settings.scoreFloor, settings.labelScores[best.label] ?? 0)
      else { return nil }
      return Detection(
        best: best, entropy: Uncertainty.binaryEntropy(best.score), shape: object.shape,
        text: object.text ?? "")
    }
    guard objects.isEmpty, !named.labels.isEmpty else {
      let best = objects.sorted { $0.best.score > $1.best.score }
      self = .objects(Array(best.prefix(settings.maximumCount)))
      return
    }
    self = .labels(named.labels.compactMap(scored).sorted { $0.score > $1.score })
  }
}
