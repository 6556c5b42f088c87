import EmendCore

/// Grounding DINO of Hugging Face's transformers: boxes of what a text of phrases names.
struct GroundingDINOFamily: ModelFamily {
  let name = "grounding-dino"
  let expected =
    "pixel_values, input_ids, token_type_ids, attention_mask and pixel_mask; logits batch x "
    + "queries x tokens, and pred_boxes batch x queries x 4; a tokenizer beside it"

  /// The size of the shorter and the longer side at which it was trained.
  private static let sides = (shorter: 800, longer: 1333)

  func recognises(_ facts: ModelFacts) -> Bool {
    let inputs = Set(facts.inputs.map(\.name))
    return inputs.contains("input_ids")
      && !inputs.isDisjoint(with: ["token_type_ids", "pixel_mask"])
      && facts.output("logits") != nil && facts.output("pred_boxes") != nil
  }

  func card(of facts: ModelFacts) throws(InferenceError) -> ModelCard {
    guard let logits = facts.output("logits"), let boxes = facts.output("pred_boxes"),
      facts.inputs.contains(where: { $0.name == "input_ids" })
    else { throw facts.refusal("\(facts.found); expected \(expected)") }
    let labels = try facts.askedLabels()
    let question = try question(facts)
    var known = question.tensors.feeds
    known["pixel_mask"] = .pixelMask
    let input = try facts.imageInput(beside: Set(known.keys))
    let side = Self.sides.shorter
    let size = try facts.size(of: input, named: ImageSize(width: side, height: side))
    var usual = Preparation(
      size: size, fit: .within(longer: Self.sides.longer, step: 1), resampling: .bilinear,
      mean: Preparation.imageNetMean, deviation: Preparation.imageNetDeviation)
    usual.library = .torch
    var card = ModelCard(
      family: name, purpose: .detect, labels: labels, preparation: facts.notes.preparation(usual),
      input: input, outputs: [logits, boxes], version: facts.notes.architecture?.printable ?? "")
    try card.ask(question, known, facts)
    return card
  }

  private func question(_ facts: ModelFacts) throws(InferenceError) -> TextQuestion {
    let tokenizer = try facts.tokenizer()
    let phrases = facts.phrases
    let prompt: GroundingPrompt
    do {
      prompt = try GroundingPrompt(labels: phrases.map(\.text), tokenizer)
    } catch {
      throw facts.refusal(error)
    }
    // A file of a fixed number of tokens takes fewer, filled up.
    let columns = facts.inputs.first { $0.name == "input_ids" }?.shape.last ?? nil
    let tensors = prompt.tensors.filled(to: columns ?? 0)
    return TextQuestion(
      tensors: tensors, labels: phrases.map(\.label), grounding: prompt,
      fingerprint: facts.prompts.fingerprint)
  }

  func reader(for card: ModelCard) -> any AnswerReader { GroundingDINOReader(card) }
}

private final class GroundingDINOReader: AnswerReader {
  private let card: ModelCard

  init(_ card: ModelCard) { self.card = card }

  /// Columns after the prompt's tokens are minus infinity.
  var infiniteTensors: Set<Int> { [0] }

  func answer(
    _ tensors: [FloatTensor], _ placement: Placement, _ settings: PredictionSettings
  ) throws(InferenceError) -> Answer {
    let (logits, rows) = (tensors[0], tensors[1])
    guard logits.shape.count == 2, rows.shape == [logits.shape[0], 4],
      let question = card.question, let prompt = question.grounding,
      let answer = GroundingAnswer(
        logits: logits.values, boxes: rows.values, columns: logits.shape[1], prompt)
    else { throw .misfit(tensors, card) }
    guard !logits.values.contains(where: { $0.isNaN || $0 == .infinity }) else {
      throw InferenceError(
        .runFailed, "its logits are no numbers; train or export it again, without half precision")
    }
    let found = answer.matches(above: Float(settings.scoreFloor)).map {
      TextFound(match: $0, scores: answer.scores(ofRow: $0.row))
    }
    return .objects(
      question.detections(
        found.filter { $0.scores[$0.match.text] > Float(settings.textFloor) }, card, settings,
        placement))
  }
}
