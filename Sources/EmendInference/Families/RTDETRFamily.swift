import EmendCore

/// Ultralytics' RT-DETR: stretched images, boxes as fractions, no doubles.
///
/// Until release 8.4.46 a row held its box and all scores, since 8.4.47 (ultralytics#24403) its
/// box, the score and the label. With two labels both are six values, and only the metadata's
/// version tells them apart.
struct RTDETRFamily: ModelFamily {
  let name = "rtdetr"
  let expected =
    "Ultralytics' metadata with head RTDETRDecoder (or rtdetr in its description); output0 batch "
    + "x rows x 6, or x (4 + labels) before 8.4.47"

  static func claims(_ facts: ModelFacts) -> Bool {
    if let head = facts.metadata["head"] { return head == "RTDETRDecoder" }
    return facts.metadata["description"]?.lowercased().contains("rtdetr") == true
  }

  func recognises(_ facts: ModelFacts) -> Bool {
    facts.metadata["task"] == "detect" && Self.claims(facts)
  }

  func card(of facts: ModelFacts) throws(InferenceError) -> ModelCard {
    let labels = try facts.labels()
    let input = try facts.imageInput()
    let size = try facts.size(of: input, named: try facts.ultralyticsSize())
    let usual = Preparation(size: size, fit: .stretch, resampling: .linear)
    var card = ModelCard(
      family: name, purpose: .detect, labels: labels, preparation: facts.notes.preparation(usual),
      input: input, outputs: [0], version: (facts.metadata["version"] ?? "").printable)
    card.isSizeFree = false
    guard let output = facts.outputs.first, output.shape.count == 3 else {
      throw facts.refusal("an RT-DETR answers one table of rows; \(facts.found)")
    }
    let old = 4 + labels.count
    if let columns = output.shape[2], columns != 6, columns != old {
      throw facts.refusal(
        "its output is \(output.shapeText), \(columns) values a row; expected 6, or \(old) (4 + "
          + "\(labels.count) labels) of a release before 8.4.47: export it again from the trained "
          + "model, so that names and head agree")
    }
    if labels.count == 2, !Self.isNumbered(card.version) {
      throw facts.refusal(
        "its metadata has no version of Ultralytics, and of two labels the rows of old and new "
          + "releases look alike; export it again")
    }
    return card
  }

  func reader(for card: ModelCard) -> any AnswerReader { RTDETRReader(card) }

  fileprivate static func isNumbered(_ version: String) -> Bool {
    version.split(separator: ".").prefix(3).compactMap { Int($0) }.count == 3
  }

  /// Whether a release answers all scores of a row.
  fileprivate static func answersAllScores(_ version: String) -> Bool {
    let numbers = version.split(separator: ".").prefix(3).compactMap { Int($0) }
    return numbers.count == 3 && numbers.lexicographicallyPrecedes([8, 4, 47])
  }
}

private final class RTDETRReader: AnswerReader {
  private let card: ModelCard

  init(_ card: ModelCard) { self.card = card }

  func answer(
    _ tensors: [FloatTensor], _ placement: Placement, _ settings: PredictionSettings
  ) throws(InferenceError) -> Answer {
    let rows = tensors[0]
    guard rows.shape.count == 2 else { throw .misfit(tensors, card) }
    let (columns, all) = (rows.shape[1], 4 + card.labels.count)
    let hasAllScores = all == 6 ? RTDETRFamily.answersAllScores(card.version) : columns == all
    guard columns == (hasAllScores ? all : 6) else { throw .misfit(tensors, card) }
    let boxes = FractionBoxes(rows, size: placement.inputSize)
    let thresholds = settings.thresholds(labelCount: card.labels.count)
    var found: [Candidate] = []
    for row in 0..<rows.shape[0] {
      let values = UnsafeBufferPointer(
        rebasing: rows.values[row * columns + 4..<(row + 1) * columns])
      let (label, score) = hasAllScores ? best(of: values) : (Int(values[1]), values[0])
      guard card.labels.indices.contains(label) else {
        throw InferenceError(
          .runFailed,
          "it answered label \(label), but its metadata names \(card.labels.count); export it "
            + "again from the trained model")
      }
      guard score > thresholds[label] else { continue }
      found.append(Candidate(corners: boxes[row], score: score, label: label, place: row))
    }
    return .objects(
      found.ranked(maximumCount: settings.maximumCount).map { candidate in
        let start = candidate.place * columns + 4
        let scores = hasAllScores ? Array(rows.values[start..<start + card.labels.count]) : []
        return candidate.detection(placement, scores: scores)
      })
  }

  private func best(of scores: UnsafeBufferPointer<Float>) -> (Int, Float) {
    var best = 0
    for label in scores.indices where scores[label] > scores[best] { best = label }
    return (best, scores[best])
  }
}
