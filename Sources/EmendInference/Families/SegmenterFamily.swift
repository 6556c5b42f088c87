import EmendCore

/// Encoders of SAM, MobileSAM, HQ-SAM and SAM 2, which answer masks together with their decoders;
/// ``PromptedSegmenter`` reads those.
struct SegmenterFamily: ModelFamily {
  let name = "sam"
  let expected =
    "one image tensor; the maps that a decoder of prompts takes: "
    + PromptForm.all.map { $0.maps.joined(separator: " and ") }.joined(separator: ", or ")

  func recognises(_ facts: ModelFacts) -> Bool { isEncoder(facts) || isDecoder(facts) }

  private func isEncoder(_ facts: ModelFacts) -> Bool {
    facts.inputs.count == 1 && EncoderInput(facts.inputs[0]) != nil
      && PromptForm.all.contains { form in
        form.maps.allSatisfy { map in
          facts.output(map).map { facts.outputs[$0].shape.count == 4 } ?? false
        }
      }
  }

  private func isDecoder(_ facts: ModelFacts) -> Bool {
    PromptForm.all.contains { $0.matches(facts) }
  }

  func card(of facts: ModelFacts) throws(InferenceError) -> ModelCard {
    guard !isDecoder(facts) else {
      throw facts.refusal(
        "it is the decoder of a model of clicks and boxes; register the encoder, and name this "
          + "file by --with decoder=FILE where it is not found beside it")
    }
    let input = try input(of: facts)
    let side = ImageSize(width: PromptLayout.usualSide, height: PromptLayout.usualSide)
    let size = try facts.size(of: input, named: side)
    var card = ModelCard(
      family: name, purpose: .prompt, labels: [],
      preparation: Preparation(
        size: size, fit: .stretch, mean: PromptPreparation.mean,
        deviation: PromptPreparation.deviation),
      input: input, outputs: Array(facts.outputs.indices))
    card.companions = [.decoder]
    return card
  }

  /// The image's tensor; one of rows as the planes that it becomes in the graph.
  private func input(of facts: ModelFacts) throws(InferenceError) -> TensorPort {
    guard facts.inputs.count == 1, let input = EncoderInput(facts.inputs[0]), input != .planes
    else { return try facts.imageInput(types: [.float32]) }
    let side = PromptLayout.side(of: facts, input)
    return TensorPort(name: facts.inputs[0].name, shape: [1, 3, side, side])
  }

  func reader(for card: ModelCard) -> any AnswerReader { SegmenterReader() }
}

/// Says that there is nothing to read without a prompt.
private final class SegmenterReader: AnswerReader {
  func answer(
    _ tensors: [FloatTensor], _ placement: Placement, _ settings: PredictionSettings
  ) throws(InferenceError) -> Answer {
    throw InferenceError(
      .modelUnsupported,
      "it answers masks to clicks and boxes, in `emend review`, and finds no objects by itself")
  }
}
