import EmendCore

/// TrOCR and its kin (`VisionEncoderDecoderModel` of transformers): an image of one line of text.
///
/// The file is the encoder; the decoder that writes the text and its tokenizer lie beside it.
struct TrOCRFamily: ModelFamily {
  let name = "trocr"
  let expected =
    "pixel_values; last_hidden_state batch x rows x values; its decoder beside it "
    + "(decoder_model.onnx of encoder_model.onnx), and a tokenizer"

  /// What transformers calls such models.
  static let architecture = "vision-encoder-decoder"
  private static let states = "last_hidden_state"

  func recognises(_ facts: ModelFacts) -> Bool { Self.isEncoder(facts) || isDecoder(facts) }

  /// Whether a file that could be a backbone is the encoder of such a model.
  static func isEncoder(_ facts: ModelFacts) -> Bool {
    guard facts.inputs.count == 1, facts.inputs[0].shape.count == 4, place(in: facts) != nil else {
      return false
    }
    guard let architecture = facts.notes.architecture else {
      return facts.companions[.decoder] != nil
    }
    return architecture == Self.architecture
  }

  private func isDecoder(_ facts: ModelFacts) -> Bool {
    let names = Set(facts.inputs.map(\.name))
    return names.isSuperset(of: ["input_ids", "encoder_hidden_states"])
      && facts.output("logits") != nil
  }

  private static func place(in facts: ModelFacts) -> Int? {
    facts.output(states).flatMap { facts.outputs[$0].shape.count == 3 ? $0 : nil }
  }

  func card(of facts: ModelFacts) throws(InferenceError) -> ModelCard {
    guard !isDecoder(facts) else {
      throw facts.refusal(
        "it is the decoder of a model that reads text; register the encoder, and name this file by "
          + "--with decoder=FILE where it is not found beside it")
    }
    guard let place = Self.place(in: facts) else {
      throw facts.refusal("\(facts.found); expected \(expected)")
    }
    try check(facts)
    let input = try facts.imageInput()
    let size = try facts.size(of: input, named: ImageSize(width: 384, height: 384))
    var usual = Preparation(
      size: size, fit: .stretch, mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5])
    usual.library = .torch
    var card = ModelCard(
      family: name, purpose: .read, labels: try facts.textLabels(),
      preparation: facts.notes.preparation(usual), input: input, outputs: [place])
    card.generation = facts.notes.generation
    card.companions = [.decoder, .tokenizer]
    return card
  }

  private func check(_ facts: ModelFacts) throws(InferenceError) {
    guard facts.companions[.decoder] != nil else {
      throw facts.refusal(
        "its decoder is missing; put it beside it (decoder_model.onnx of encoder_model.onnx), or "
          + "name it by --with decoder=FILE")
    }
    guard facts.companions[.tokenizer] != nil else {
      throw facts.refusal(
        "its tokenizer is missing; put the model's tokenizer.json beside it, or name its folder by "
          + "--with tokenizer=FOLDER")
    }
    guard facts.notes.generation != nil else {
      throw facts.refusal(
        "nothing says how its texts begin and end; put the model's generation_config.json or "
          + "config.json beside it")
    }
  }

  func reader(for card: ModelCard) -> any AnswerReader { WrittenTextReader(card, nil) }

  func reader(for card: ModelCard, _ generator: TextGenerator) -> any AnswerReader {
    WrittenTextReader(card, generator)
  }
}

/// The whole image as one object that says what is written on it.
private final class WrittenTextReader: AnswerReader {
  private let card: ModelCard
  private let generator: TextGenerator?

  init(_ card: ModelCard, _ generator: TextGenerator?) {
    self.card = card
    self.generator = generator
  }

  func answer(
    _ tensors: [FloatTensor], _ placement: Placement, _ settings: PredictionSettings
  ) throws(InferenceError) -> Answer {
    guard let generator, tensors[0].shape.count == 2 else { throw .misfit(tensors, card) }
    let (text, score) = try generator.text(for: tensors[0])
    guard !text.isEmpty else { return .objects([]) }
    let found = Detection(
      best: ScoredLabel(label: LabelID(0), score: score), entropy: binaryEntropy(Float(score)),
      shape: .image(placement.imageSize), text: text)
    return .objects([found].best(settings, labelCount: 1))
  }
}
