import EmendCore
import Glibc

/// The DETRs of Hugging Face's transformers: a logit for each label and query, and boxes.
///
/// Two kinds have the same tensors: those trained with focal loss score each label by itself
/// (RT-DETR, RT-DETRv2, D-FINE, Deformable and Conditional DETR), the others have a last column for
/// "nothing" (DETR, YOLOS, Table Transformer). Source: `post_process_object_detection` of
/// transformers 5.23.
struct DETRFamily: ModelFamily {
  enum Scoring: Sendable {
    case eachLabel
    case oneOfAll
  }

  let name: String
  let expected: String
  private let scoring: Scoring
  private let architectures: Set<String>

  static let focal = DETRFamily(
    name: "rtdetrv2",
    expected: "pixel_values; logits batch x queries x labels, and pred_boxes batch x queries x 4",
    scoring: .eachLabel,
    architectures: [
      "rt_detr", "rt_detr_v2", "d_fine", "deformable_detr", "conditional_detr", "dab-detr",
    ])
  static let softmax = DETRFamily(
    name: "detr",
    expected:
      "pixel_values; logits batch x queries x (labels + 1), and pred_boxes batch x queries x 4",
    scoring: .oneOfAll, architectures: ["detr", "yolos", "table-transformer"])

  func recognises(_ facts: ModelFacts) -> Bool {
    guard let logits = facts.output("logits"), facts.output("pred_boxes") != nil,
      facts.inputs.contains(where: { $0.shape.count == 4 }),
      facts.inputs.allSatisfy({ $0.shape.count == 4 || ModelFacts.pixelMask.contains($0.name) }),
      facts.output("objectness_logits") == nil
    else { return false }
    if let architecture = facts.notes.architecture { return architectures.contains(architecture) }
    // Without names it may be either kind; the card's reader says what is missing.
    guard let labels = try? facts.labels(), let columns = facts.outputs[logits].shape.last ?? nil
    else { return true }
    return columns == columnCount(labels.count)
  }

  func card(of facts: ModelFacts) throws(InferenceError) -> ModelCard {
    guard let logits = facts.output("logits"), let boxes = facts.output("pred_boxes") else {
      throw facts.refusal("\(facts.found); expected \(expected)")
    }
    let labels = try facts.labels()
    let input = try facts.imageInput(beside: ModelFacts.pixelMask)
    let size = try facts.size(of: input, named: nil)
    var usual = Preparation(size: size, fit: .stretch, resampling: .bilinear)
    usual.library = .torch
    let shape = facts.outputs[logits].shape
    if shape.count == 3, let columns = shape[2], columns != columnCount(labels.count) {
      throw facts.refusal(
        "its logits are \(facts.outputs[logits].shapeText); expected \(columnCount(labels.count)) "
          + "columns for \(labels.count) labels: name the labels it was trained with")
    }
    var card = ModelCard(
      family: name, purpose: .detect, labels: labels, preparation: facts.notes.preparation(usual),
      input: input, outputs: [logits, boxes], version: facts.notes.architecture?.printable ?? "")
    card.feeds = try facts.maskedFeeds()
    return card
  }

  func reader(for card: ModelCard) -> any AnswerReader { DETRReader(card, scoring) }

  private func columnCount(_ labels: Int) -> Int { scoring == .eachLabel ? labels : labels + 1 }
}

private final class DETRReader: AnswerReader {
  private let card: ModelCard
  private let scoring: DETRFamily.Scoring

  init(_ card: ModelCard, _ scoring: DETRFamily.Scoring) {
    self.card = card
    self.scoring = scoring
  }

  func answer(
    _ tensors: [FloatTensor], _ placement: Placement, _ settings: PredictionSettings
  ) throws(InferenceError) -> Answer {
    let (logits, rows) = (tensors[0], tensors[1])
    let columns = card.labels.count + (scoring == .eachLabel ? 0 : 1)
    guard logits.shape.count == 2, logits.shape[1] == columns,
      rows.shape == [logits.shape[0], 4]
    else { throw .misfit(tensors, card) }
    let boxes = FractionBoxes(rows, size: placement.inputSize)
    let thresholds = settings.thresholds(labelCount: card.labels.count)
    var found: [Candidate] = []
    var scores: [[Float]] = []
    for query in 0..<logits.shape[0] {
      let values = logits.values[query * columns..<(query + 1) * columns]
      scores.append(self.scores(of: Array(values)))
      for label in kept(scores[query]) where scores[query][label] > thresholds[label] {
        found.append(
          Candidate(
            corners: boxes[query], score: scores[query][label], label: label, place: query))
      }
    }
    // The original keeps as many as there are queries.
    let most = min(settings.maximumCount, logits.shape[0])
    return .objects(
      found.ranked(maximumCount: most).map {
        $0.detection(placement, scores: scores[$0.place])
      })
  }

  /// Which labels of a query can be objects: all, or the best alone.
  private func kept(_ scores: [Float]) -> Range<Int> {
    guard scoring == .oneOfAll, let top = scores.max(), let best = scores.firstIndex(of: top) else {
      return 0..<scores.count
    }
    return best..<best + 1
  }

  /// A score for each label.
  private func scores(of logits: [Float]) -> [Float] {
    switch scoring {
    case .eachLabel: logits.map { 1 / (1 + exp(-$0)) }
    case .oneOfAll: Array(softmax(logits).dropLast())
    }
  }
}

/// Shares that add up to 1.
func softmax(_ logits: [Float]) -> [Float] {
  let top = logits.max() ?? 0
  let powers = logits.map { exp($0 - top) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}
