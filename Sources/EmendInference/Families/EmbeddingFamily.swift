import EmendCore

/// Backbones whose answer is a vector: DINOv2, CLIP's picture tower, timm without a classifier.
struct EmbeddingFamily: ModelFamily {
  let name = "embedding"
  let expected =
    "one image tensor; pooler_output, image_embeds, embedding or features batch x values, or "
    + "last_hidden_state batch x rows x values, of which the first row is the image"

  /// Outputs that are the image's vector, before one of a row for each part of it.
  private static let vectors = [
    "pooler_output", "image_embeds", "embedding", "embeddings", "features",
  ]
  private static let rows = "last_hidden_state"

  func recognises(_ facts: ModelFacts) -> Bool {
    facts.inputs.count == 1 && facts.inputs[0].shape.count == 4 && facts.output("logits") == nil
      && Self.place(in: facts) != nil && facts.companions[.text] == nil
      && !TrOCRFamily.isEncoder(facts)
  }

  /// The output that is the vector.
  static func place(in facts: ModelFacts) -> Int? {
    for name in vectors {
      if let place = facts.output(name), facts.outputs[place].shape.count == 2 { return place }
    }
    return facts.output(rows).flatMap { facts.outputs[$0].shape.count == 3 ? $0 : nil }
  }

  func card(of facts: ModelFacts) throws(InferenceError) -> ModelCard {
    guard let place = Self.place(in: facts) else {
      throw facts.refusal("\(facts.found); expected \(expected)")
    }
    let input = try facts.imageInput()
    let size = try facts.size(of: input, named: nil)
    return ModelCard(
      family: name, purpose: .embed, labels: [], preparation: try facts.toldPreparation(size),
      input: input, outputs: [place], version: facts.notes.architecture?.printable ?? "")
  }

  func reader(for card: ModelCard) -> any AnswerReader { EmbeddingReader(card) }
}

private final class EmbeddingReader: AnswerReader {
  private let card: ModelCard

  init(_ card: ModelCard) { self.card = card }

  func answer(
    _ tensors: [FloatTensor], _ placement: Placement, _ settings: PredictionSettings
  ) throws(InferenceError) -> Answer {
    guard let length = tensors[0].shape.last, tensors[0].shape.count <= 2 else {
      throw .misfit(tensors, card)
    }
    return .embedding(Array(tensors[0].values.prefix(length)))
  }
}
