import EmendCore

/// OWLv2 and OWL-ViT of Hugging Face's transformers: boxes of what texts name, each by itself.
struct OWLFamily: ModelFamily {
  let name = "owlv2"
  let expected =
    "pixel_values, input_ids and attention_mask; logits batch x places x texts, and pred_boxes "
    + "batch x places x 4; a tokenizer beside it"

  /// What transformers calls the older one, which sees images stretched.
  private static let stretching = "owlvit"

  func recognises(_ facts: ModelFacts) -> Bool {
    let inputs = Set(facts.inputs.map(\.name))
    return inputs.contains("input_ids")
      && inputs.isDisjoint(with: ["token_type_ids", "pixel_mask"])
      && facts.output("logits") != nil && facts.output("pred_boxes") != nil
  }

  func card(of facts: ModelFacts) throws(InferenceError) -> ModelCard {
    guard let logits = facts.output("logits"), let boxes = facts.output("pred_boxes"),
      facts.inputs.contains(where: { $0.name == "input_ids" })
    else { throw facts.refusal("\(facts.found); expected \(expected)") }
    let labels = try facts.askedLabels()
    let phrases = facts.phrases
    let question = TextQuestion(
      tensors: try facts.rows(of: phrases.map(\.text), .owl), labels: phrases.map(\.label),
      fingerprint: facts.prompts.fingerprint)
    let input = try facts.imageInput(beside: Set(question.tensors.feeds.keys))
    let isPadded = facts.notes.architecture != Self.stretching
    let side = isPadded ? 960 : 768
    let size = try facts.size(of: input, named: ImageSize(width: side, height: side))
    var usual = Preparation(
      size: size, fit: .stretch, resampling: .bicubic, mean: Preparation.clipMean,
      deviation: Preparation.clipDeviation)
    usual.library = .torch
    var preparation = facts.notes.preparation(usual)
    // transformers' files of OWLv2 say how large and which colours, and not how it is done.
    if isPadded { (preparation.fit, preparation.resampling) = (.pad, .blurred) }
    var card = ModelCard(
      family: name, purpose: .detect, labels: labels, preparation: preparation, input: input,
      outputs: [logits, boxes], version: facts.notes.architecture?.printable ?? "")
    try card.ask(question, question.tensors.feeds, facts)
    return card
  }

  func reader(for card: ModelCard) -> any AnswerReader { OWLReader(card) }
}

private final class OWLReader: AnswerReader {
  private let card: ModelCard

  init(_ card: ModelCard) { self.card = card }

  func answer(
    _ tensors: [FloatTensor], _ placement: Placement, _ settings: PredictionSettings
  ) throws(InferenceError) -> Answer {
    let (logits, rows) = (tensors[0], tensors[1])
    guard let question = card.question, logits.shape.count == 2,
      logits.shape[1] == question.labels.count, rows.shape == [logits.shape[0], 4],
      let answer = OpenVocabularyAnswer(
        logits: logits.values, boxes: rows.values, texts: logits.shape[1])
    else { throw .misfit(tensors, card) }
    let found = answer.matches(above: Float(settings.scoreFloor)).map {
      TextFound(match: $0, scores: answer.scores(ofRow: $0.row))
    }
    return .objects(question.detections(found, card, settings, square(placement)))
  }

  /// Fractions of OWLv2's boxes are of the square around the image, at the image's own size.
  private func square(_ placement: Placement) -> Placement {
    guard card.preparation.fit == .pad else { return placement }
    let size = placement.imageSize
    let side = max(size.width, size.height)
    return Placement(
      imageSize: size, inputSize: ImageSize(width: side, height: side), contentSize: size)
  }
}

extension ModelFacts {
  /// Texts in rows of one length, as an encoder of texts takes them.
  func rows(
    of texts: [String], _ encoder: LabelEncoder
  ) throws(InferenceError) -> PromptTensors {
    let tokenizer = try tokenizer()
    do {
      return try encoder.tensors(for: texts, tokenizer)
    } catch {
      throw refusal(error)
    }
  }
}
