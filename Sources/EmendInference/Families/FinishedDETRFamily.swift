import EmendCore

/// RT-DETR, RT-DETRv2, D-FINE and DEIM by their own exporters, which finish the answer in the
/// graph: labels, corners and scores, in pixels of the size that goes in beside the image.
///
/// That size is the input's here, as for each other family, and the placement leads from there to
/// the image. Source: `RTDETRPostProcessor` and `references/deploy` of lyuwenyu/RT-DETR, whose
/// images are stretched to 640x640 by Pillow and divided by 255.
struct FinishedDETRFamily: ModelFamily {
  let name = "rtdetr-finished"
  let expected =
    "images and orig_target_sizes batch x 2; labels batch x queries, boxes batch x queries x 4, "
    + "scores batch x queries"

  private static let size: Set = ["orig_target_sizes"]
  private static let outputs = ["labels", "boxes", "scores"]

  func recognises(_ facts: ModelFacts) -> Bool {
    facts.inputs.contains { Self.size.contains($0.name) }
      && Self.outputs.allSatisfy { facts.output($0) != nil }
  }

  func card(of facts: ModelFacts) throws(InferenceError) -> ModelCard {
    let outputs = Self.outputs.compactMap { facts.output($0) }
    guard outputs.count == Self.outputs.count else {
      throw facts.refusal("\(facts.found); expected \(expected)")
    }
    let input = try facts.imageInput(beside: Self.size)
    let size = try facts.size(of: input, named: ImageSize(width: 640, height: 640))
    var card = ModelCard(
      family: name, purpose: .detect, labels: try facts.labels(),
      preparation: facts.notes.preparation(
        Preparation(size: size, fit: .stretch, resampling: .bilinear)),
      input: input, outputs: outputs)
    card.feeds = try facts.feeds(["orig_target_sizes": .inputSize])
    // Whoever exports it with a free size has trained it at one: other sizes find less.
    card.isSizeFree = false
    return card
  }

  func reader(for card: ModelCard) -> any AnswerReader { FinishedDETRReader(card) }
}

private final class FinishedDETRReader: AnswerReader {
  private let card: ModelCard

  init(_ card: ModelCard) { self.card = card }

  func answer(
    _ tensors: [FloatTensor], _ placement: Placement, _ settings: PredictionSettings
  ) throws(InferenceError) -> Answer {
    let (labels, boxes, scores) = (tensors[0], tensors[1], tensors[2])
    guard labels.shape.count == 1, scores.shape == labels.shape,
      boxes.shape == [labels.shape[0], 4]
    else { throw .misfit(tensors, card) }
    let thresholds = settings.thresholds(labelCount: card.labels.count)
    var found: [Candidate] = []
    for query in 0..<labels.shape[0] {
      let label = Int(labels.values[query])
      guard card.labels.indices.contains(label) else {
        throw InferenceError(
          .runFailed,
          "it answered label \(label), but its card names \(card.labels.count); name all the "
            + "labels that it was trained with")
      }
      guard scores.values[query] > thresholds[label] else { continue }
      let corners = Corners(
        left: boxes.values[4 * query], top: boxes.values[4 * query + 1],
        right: boxes.values[4 * query + 2], bottom: boxes.values[4 * query + 3])
      found.append(
        Candidate(corners: corners, score: scores.values[query], label: label, place: query))
    }
    return .objects(
      found.ranked(maximumCount: settings.maximumCount).map { $0.detection(placement) })
  }
}
