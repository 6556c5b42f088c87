import EmendCore

/// PatchCore, EfficientAD and their kin, with the names that anomalib gives their outputs: a map of
/// how unusual each place is.
struct AnomalyFamily: ModelFamily {
  let name = "anomaly"
  let expected =
    "one image tensor; anomaly_map batch x 1 x height x width, with or without pred_score, and "
    + "pred_mask or a threshold in a card"

  func recognises(_ facts: ModelFacts) -> Bool { facts.output("anomaly_map") != nil }

  func card(of facts: ModelFacts) throws(InferenceError) -> ModelCard {
    guard let map = facts.output("anomaly_map"),
      [3, 4].contains(facts.outputs[map].shape.count)
    else { throw facts.refusal("\(facts.found); expected \(expected)") }
    // anomalib 2 scales its map so that the threshold is 0.5, and then answers a mask too.
    let isScaled = facts.output("pred_mask") != nil
    guard isScaled || facts.notes.threshold != nil else {
      throw facts.refusal(
        "nothing says from which value on its map is an anomaly; give threshold in a card beside "
          + "it, as its validation found it")
    }
    if let threshold = facts.notes.threshold, threshold <= 0 {
      throw facts.refusal("its threshold is \(threshold); expected more than 0")
    }
    let input = try facts.imageInput()
    let size = try facts.size(of: input, named: nil)
    let preparation = facts.notes.preparation(Preparation(size: size, fit: .stretch))
    guard preparation.fit == .stretch else {
      throw facts.refusal("an anomaly map covers the whole image; expected fit stretch")
    }
    var card = ModelCard(
      family: name, purpose: .anomaly, labels: try labels(facts), preparation: preparation,
      input: input, outputs: [map] + (facts.output("pred_score").map { [$0] } ?? []))
    card.isSizeFree = false
    card.threshold = facts.notes.threshold
    return card
  }

  private func labels(_ facts: ModelFacts) throws(InferenceError) -> [String] {
    guard facts.notes.labels != nil else { return ["anomaly"] }
    let labels = try facts.labels()
    guard labels.count == 1 else {
      throw facts.refusal("it finds one kind of thing; its card names \(labels.count) labels")
    }
    return labels
  }

  func reader(for card: ModelCard) -> any AnswerReader { AnomalyReader(card) }
}

/// Makes a mask of each connected part of the map above the threshold, at the image's size.
private final class AnomalyReader: AnswerReader {
  private let card: ModelCard

  init(_ card: ModelCard) { self.card = card }

  func answer(
    _ tensors: [FloatTensor], _ placement: Placement, _ settings: PredictionSettings
  ) throws(InferenceError) -> Answer {
    guard let map = tensors[0].plane, tensors.count < 2 || !tensors[1].values.isEmpty else {
      throw .misfit(tensors, card)
    }
    let parts = AnomalyParts(map, size: placement.imageSize, threshold: Float(threshold)).parts
    let floor = settings.thresholds(labelCount: 1)[0]
    var found: [Detection] = []
    for part in parts where score(part.peak) > Double(floor) {
      found.append(
        Detection(
          best: ScoredLabel(label: LabelID(0), score: score(part.peak)),
          entropy: binaryEntropy(Float(score(part.peak))),
          shape: .mask(part.mask(placement.imageSize))))
    }
    let order = found.indices.sorted { (found[$0].best.score, $1) > (found[$1].best.score, $0) }
    let peak = tensors.count > 1 ? tensors[1].values[0] : map.values.max() ?? 0
    return .anomaly(
      score: score(peak), order.prefix(settings.maximumCount).map { found[$0] })
  }

  private var threshold: Double { card.threshold ?? 0.5 }

  /// A value of the map as `0...1` with 0.5 at the threshold.
  ///
  /// As it is where the model scaled it so, otherwise its share of itself and the threshold.
  private func score(_ value: Float) -> Double {
    guard let threshold = card.threshold else { return min(max(Double(value), 0), 1) }
    let value = max(Double(value), 0)
    return value / (value + threshold)
  }
}
