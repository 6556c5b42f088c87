import EmendCore

/// Classifiers of timm and of Hugging Face's transformers: one logit for each label.
struct ClassifierFamily: ModelFamily {
  let name = "classifier"
  let expected =
    "one image tensor; logits batch x labels; timm's config.json (or its settings as metadata "
    + "preprocess), or Hugging Face's preprocessor_config.json and config.json, beside it"

  func recognises(_ facts: ModelFacts) -> Bool {
    guard facts.metadata["task"] == nil, let output = facts.outputs.first,
      facts.outputs.count == 1, output.shape.count == 2, facts.inputs.first?.shape.count == 4,
      facts.companions[.text] == nil
    else { return false }
    return !EmbeddingFamily().recognises(facts)
  }

  func card(of facts: ModelFacts) throws(InferenceError) -> ModelCard {
    let labels = try facts.labels()
    let input = try facts.imageInput()
    let size = try facts.size(of: input, named: nil)
    let card = ModelCard(
      family: name, purpose: .classify, labels: labels,
      preparation: try facts.toldPreparation(size), input: input, outputs: [0],
      version: facts.notes.architecture?.printable ?? "")
    try LabelReader.check(facts, card)
    return card
  }

  func reader(for card: ModelCard) -> any AnswerReader { LabelReader(card, .logits) }
}

extension ModelFacts {
  /// The preparation that travels with a model whose file alone says nothing of it.
  func toldPreparation(_ size: ImageSize) throws(InferenceError) -> Preparation {
    guard let fit = notes.fit else {
      throw refusal(
        "nothing says how its images are prepared; put the config.json or "
          + "preprocessor_config.json that it came with beside it, or a card with fit, resample, "
          + "mean and deviation")
    }
    return notes.preparation(Preparation(size: size, fit: fit))
  }
}
