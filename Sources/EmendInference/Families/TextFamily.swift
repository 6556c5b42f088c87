import EmendCore

/// PaddleOCR's detectors of text (DB): a map of how likely each pixel is to be of text.
///
/// With a recogniser beside it what is written there is read; without one only its place is found.
struct TextFamily: ModelFamily {
  let name = "ocr"
  let expected =
    "one image tensor; a map batch x 1 x height x width of text, and its recogniser beside it "
    + "(rec.onnx of det.onnx) with its characters (*_dict.txt), or family ocr in a card"

  /// What PaddlePaddle's exporters and emend's own peers call such a map.
  private static let outputs: Set = ["sigmoid_0.tmp_0", "fetch_name_0", "maps", "probability"]
  /// What transformers calls such models.
  private static let architectures = "pp_ocr"

  func recognises(_ facts: ModelFacts) -> Bool {
    guard facts.metadata["task"] == nil, facts.inputs.count == 1, isMap(facts) else { return false }
    return facts.companions[.recogniser] != nil || Self.outputs.contains(facts.outputs[0].name)
      || facts.notes.architecture?.hasPrefix(Self.architectures) == true
  }

  private func isMap(_ facts: ModelFacts) -> Bool {
    guard facts.inputs.first?.shape.count == 4, facts.outputs.count == 1,
      facts.outputs[0].shape.count == 4
    else { return false }
    return facts.outputs[0].shape[1] == 1
  }

  func card(of facts: ModelFacts) throws(InferenceError) -> ModelCard {
    guard isMap(facts) else { throw facts.refusal("\(facts.found); expected \(expected)") }
    guard facts.notes.architecture != TrOCRFamily.architecture else {
      throw facts.refusal(
        "the config.json beside it is of a model that reads text, and this one finds it; keep them "
          + "in folders of their own, and name the reader by --with recogniser=FILE")
    }
    let input = try facts.imageInput()
    let size = try facts.size(of: input, named: ImageSize(width: 960, height: 960))
    // PaddleOCR names ImageNet's values in the order red, green, blue, and applies them to blue,
    // green and red.
    var usual = Preparation(
      size: size, fit: .limited(.most, side: 960), resampling: .linear,
      mean: Preparation.imageNetMean.reversed(), deviation: Preparation.imageNetDeviation.reversed()
    )
    usual.planes = .bgr
    var card = ModelCard(
      family: name, purpose: .detect, labels: try facts.textLabels(),
      preparation: facts.notes.preparation(usual), input: input, outputs: [0],
      version: facts.notes.architecture?.printable ?? "")
    card.textMap = facts.notes.textMap
    card.companions = companions(facts)
    return card
  }

  /// A recogniser with a decoder is TrOCR's; any other needs its characters.
  private func companions(_ facts: ModelFacts) -> Set<Companion> {
    let found = Set(facts.companions.keys)
    guard found.contains(.recogniser) else { return [] }
    return found.intersection(
      found.contains(.decoder)
        ? [.recogniser, .decoder, .tokenizer] : [.recogniser, .characters])
  }

  func reader(for card: ModelCard) -> any AnswerReader { TextMapReader(card) }
}

private final class TextMapReader: AnswerReader {
  private let card: ModelCard

  init(_ card: ModelCard) { self.card = card }

  func answer(
    _ tensors: [FloatTensor], _ placement: Placement, _ settings: PredictionSettings
  ) throws(InferenceError) -> Answer {
    guard let map = tensors[0].plane, !map.values.isEmpty else { throw .misfit(tensors, card) }
    let found = card.textMap.places(in: map, of: placement.imageSize).map { place in
      Detection(
        best: ScoredLabel(label: LabelID(0), score: place.score),
        entropy: binaryEntropy(Float(place.score)),
        shape: .polygon(Polygon(rings: [place.corners])))
    }
    // With a recogniser it is the text's score that counts.
    return .objects(
      card.companions.contains(.recogniser) ? found : found.best(settings, labelCount: 1))
  }
}

extension ModelNotes {
  /// PaddleOCR's way, where nothing else is said.
  fileprivate var textMap: TextMap {
    var map = TextMap()
    if let threshold { map.threshold = Float(threshold) }
    if let boxThreshold { map.boxScore = boxThreshold }
    if let unclip { map.growth = unclip }
    return map
  }
}

extension ModelFacts {
  /// The one label of what a model of text finds; `text` where nothing names it.
  func textLabels() throws(InferenceError) -> [String] {
    // What transformers writes of a model without labels.
    let isNamed = notes.labels.map { $0 != ["LABEL_0", "LABEL_1"] } ?? false
    guard isNamed else { return ["text"] }
    let labels = try labels()
    guard labels.count == 1 else {
      throw refusal("it finds one kind of thing; its card names \(labels.count) labels")
    }
    return labels
  }
}

extension [Detection] {
  /// What settings keep, best first; equal ones in their order.
  func best(_ settings: PredictionSettings, labelCount: Int) -> [Detection] {
    let floors = settings.thresholds(labelCount: labelCount)
    let kept = filter { Float($0.best.score) > floors[$0.best.label.rawValue] }
    let order = kept.indices.sorted {
      (kept[$0].best.score, $1) > (kept[$1].best.score, $0)
    }
    return order.prefix(settings.maximumCount).map { kept[$0] }
  }
}
