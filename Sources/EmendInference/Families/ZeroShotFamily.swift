import EmendCore

/// CLIP and SigLIP: an image is compared with sentences, one or more for each label.
///
/// The file is the tower of images; the tower of texts lies beside it. Texts are read once, when
/// the model is loaded.
struct ZeroShotFamily: ModelFamily {
  let name: String
  let encoder: LabelEncoder
  /// What transformers calls such models.
  private let architectures: Set<String>
  /// At the usual size.
  private let preparation: Preparation

  var expected: String {
    "pixel_values; image_embeds or pooler_output batch x values; its tower of texts beside it "
      + "(text_model.onnx of vision_model.onnx), and a tokenizer"
  }

  static let clip = ZeroShotFamily(
    name: "clip", encoder: .clip, architectures: ["clip", "clip_vision_model"],
    preparation: Preparation(
      size: ImageSize(width: 224, height: 224), fit: .crop(shorter: 224, by: .transformers),
      resampling: .bicubic, mean: Preparation.clipMean, deviation: Preparation.clipDeviation))
  static let siglip = ZeroShotFamily(
    name: "siglip", encoder: .siglip,
    architectures: ["siglip", "siglip2", "siglip_vision_model", "siglip2_vision_model"],
    preparation: Preparation(
      size: ImageSize(width: 224, height: 224), fit: .stretch, resampling: .bicubic,
      mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5]))

  func recognises(_ facts: ModelFacts) -> Bool {
    guard facts.inputs.count == 1, facts.inputs[0].shape.count == 4,
      facts.companions[.text] != nil, EmbeddingFamily.place(in: facts) != nil
    else { return false }
    guard let architecture = facts.notes.architecture else { return true }
    return architectures.contains(architecture)
  }

  func card(of facts: ModelFacts) throws(InferenceError) -> ModelCard {
    guard let place = EmbeddingFamily.place(in: facts) else {
      throw facts.refusal("\(facts.found); expected \(expected)")
    }
    guard facts.companions[.text] != nil else {
      throw facts.refusal(
        "its tower of texts is missing; put it beside it (text_model.onnx of vision_model.onnx), "
          + "or name it by --with text=FILE")
    }
    let input = try facts.imageInput()
    var usual = preparation
    usual.size = try facts.size(of: input, named: usual.size)
    if case .crop(_, let cutter) = usual.fit {
      usual.fit = .crop(shorter: min(usual.size.width, usual.size.height), by: cutter)
    }
    usual.library = .torch
    var card = ModelCard(
      family: name, purpose: .classify, labels: try facts.askedLabels(),
      preparation: facts.notes.preparation(usual), input: input, outputs: [place],
      version: facts.notes.architecture?.printable ?? "")
    card.question = try question(facts)
    card.likeness = Likeness(scoring: try scoring(facts))
    card.companions = [.text, .tokenizer]
    return card
  }

  /// Each phrase in each template.
  private func question(_ facts: ModelFacts) throws(InferenceError) -> TextQuestion {
    var (sentences, labels): ([String], [Int]) = ([], [])
    for (label, phrase) in facts.phrases {
      for template in facts.prompts.templates {
        sentences.append(template.sentence(for: phrase))
        labels.append(label)
      }
    }
    return TextQuestion(
      tensors: try facts.rows(of: sentences, encoder), labels: labels,
      fingerprint: facts.prompts.fingerprint)
  }

  private func scoring(_ facts: ModelFacts) throws(InferenceError) -> LabelScores {
    let scale = facts.notes.logitScale ?? facts.metadata["logit_scale"].flatMap(Double.init)
    let bias = facts.notes.logitBias ?? facts.metadata["logit_bias"].flatMap(Double.init)
    guard encoder == .siglip else { return .clip(scale: Float(scale ?? 100)) }
    guard let scale, let bias else {
      throw facts.refusal(
        "nothing says how its likeness becomes a score; put logit-scale (the model's "
          + "logit_scale.exp()) and logit-bias (its logit_bias) into a card beside it")
    }
    return .siglip(scale: Float(scale), bias: Float(bias))
  }

  func reader(for card: ModelCard) -> any AnswerReader { ZeroShotReader(card) }
}

private final class ZeroShotReader: AnswerReader {
  private let card: ModelCard

  init(_ card: ModelCard) { self.card = card }

  func answer(
    _ tensors: [FloatTensor], _ placement: Placement, _ settings: PredictionSettings
  ) throws(InferenceError) -> Answer {
    guard let likeness = card.likeness, let width = tensors[0].shape.last, width > 0,
      tensors[0].shape.count <= 2
    else { throw .misfit(tensors, card) }
    guard likeness.vectors.count == width * card.labels.count else {
      throw InferenceError(
        .runFailed,
        "its tower of texts answers vectors of \(likeness.vectors.count / card.labels.count) "
          + "values, and that of images \(width); take two files of one model")
    }
    let scores = likeness.scoring.scores(
      picture: Array(tensors[0].values.prefix(width)), texts: likeness.vectors)
    return .labels(ranked(scores))
  }
}

/// Each label with its score, best first; equal scores in the order of their labels.
func ranked(_ scores: [Float]) -> [ScoredLabel] {
  let order = scores.indices.sorted { (scores[$0], $1) > (scores[$1], $0) }
  return order.map { ScoredLabel(label: LabelID($0), score: Double(scores[$0])) }
}
