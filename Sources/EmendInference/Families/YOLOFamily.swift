import EmendCore

/// Ultralytics' YOLOv8, 10, 11, 12 and 26, and models that write the same layout.
struct YOLOFamily: ModelFamily {
  let name = "yolo"
  let expected =
    "metadata task, names and imgsz of Ultralytics; images batch x 3 x height x width; output0 "
    + "batch x (4 + labels) x places, or rows x (6 + …)"

  func recognises(_ facts: ModelFacts) -> Bool {
    facts.metadata["task"] != nil && facts.metadata["head"] != "RTDETRDecoder"
  }

  func card(of facts: ModelFacts) throws(InferenceError) -> ModelCard {
    let purpose = try purpose(of: facts)
    let labels = try facts.labels()
    let input = try facts.imageInput()
    let size = try facts.size(of: input, named: try facts.ultralyticsSize())
    var card = ModelCard(
      family: name, purpose: purpose, labels: labels, preparation: .letterboxed(size),
      input: input, suppression: suppression(of: facts),
      outputs: purpose == .segment ? [0, 1] : [0],
      version: (facts.metadata["version"] ?? "").printable)
    card.stride = facts.literal("stride")?.integer ?? 32
    try facts.check(card)
    try YOLOOutputs(facts: facts, card: card).check()
    return card
  }

  func reader(for card: ModelCard) -> any AnswerReader { YOLOReader(card) }

  private func purpose(of facts: ModelFacts) throws(InferenceError) -> ModelCard.Purpose {
    guard let task = facts.metadata["task"] else { return .detect }
    let known: [ModelCard.Purpose] = [.detect, .segment]
    guard let purpose = known.first(where: { $0.rawValue == task }) else {
      let article = "aeiou".contains(task.first ?? " ") ? "an" : "a"
      throw facts.refusal(
        "\(article) \(task) model; emend reviews detect and segment models so far")
    }
    return purpose
  }

  private func suppression(of facts: ModelFacts) -> ModelCard.Suppression {
    if facts.literal("end2end")?.isTruthy == true { return .endToEnd }
    return facts.literal("args")?["nms"]?.isTruthy == true ? .builtIn : .raw
  }
}

extension ModelFacts {
  /// Ultralytics' `imgsz`: a side, or height and width.
  func ultralyticsSize() throws(InferenceError) -> ImageSize? {
    switch literal("imgsz") {
    case .integer(let side)?: return ImageSize(width: side, height: side)
    case .list(let sides)?:
      let sides = sides.compactMap(\.integer)
      guard sides.count == 2 else {
        throw refusal("its imgsz is \(metadata["imgsz"] ?? ""); expected [height, width]")
      }
      return ImageSize(width: sides[1], height: sides[0])
    default: return nil
    }
  }
}

/// Holds the shapes of the outputs against the metadata.
private struct YOLOOutputs {
  let facts: ModelFacts
  let card: ModelCard

  func check() throws(InferenceError) {
    let outputs = facts.outputs
    let wanted = card.outputs.count
    guard outputs.count >= wanted, outputs[0].shape.count == 3 else {
      throw facts.refusal(
        "its outputs are \(outputs.map(\.shapeText).joined(separator: ", ")); a \(card.purpose) "
          + "model answers \(wanted == 2 ? "rows and mask prototypes" : "one table of rows"): "
          + "export it again without changes to its head")
    }
    var extra: Int? = 0
    if card.purpose == .segment {
      guard outputs[1].shape.count == 4 else {
        throw facts.refusal(
          "its second output is \(outputs[1].shapeText); expected mask prototypes, "
            + "batch x masks x height x width")
      }
      extra = outputs[1].shape[1]
    }
    guard let extra else { return }  // free dimensions are checked when the model has run
    try checkRows(extra: extra)
  }

  private func checkRows(extra: Int) throws(InferenceError) {
    let isRaw = card.suppression == .raw
    let expected = extra + (isRaw ? 4 + card.labels.count : 6)
    guard let found = facts.outputs[0].shape[isRaw ? 1 : 2], found != expected else { return }
    let parts =
      isRaw ? "4 + \(card.labels.count) labels" : "4 corners, a score and a label"
    throw facts.refusal(
      "its output is \(facts.outputs[0].shapeText), \(found) values a place; its metadata says "
        + "\(expected) (\(parts)\(extra > 0 ? " + \(extra) masks" : "")): export it again from the "
        + "trained model, so that names and head agree")
  }
}

/// Reads boxes, with masks where there are prototypes.
private final class YOLOReader: AnswerReader {
  private let card: ModelCard
  private let masks = MaskMaker()
  private var scratch = Scratch<Float>()

  init(_ card: ModelCard) { self.card = card }

  func answer(
    _ tensors: [FloatTensor], _ placement: Placement, _ settings: PredictionSettings
  ) throws(InferenceError) -> Answer {
    let head = try head(tensors)
    let prototypes = card.purpose == .segment ? tensors[1] : nil
    var found: [Detection] = []
    for candidate in try head.candidates(settings, scratch: &scratch) {
      let corners = placement.imageCorners(of: candidate.corners)
      guard let shape = shape(of: candidate, corners, head, prototypes, placement) else {
        continue
      }
      found.append(
        Detection(
          best: ScoredLabel(
            label: LabelID(candidate.label), score: Double(candidate.score)),
          alternative: head.alternative(to: candidate), entropy: head.entropy(of: candidate),
          shape: shape))
    }
    return .objects(found)
  }

  private func head(_ tensors: [FloatTensor]) throws(InferenceError) -> any Head {
    let masks = card.purpose == .segment ? tensors[1].shape[0] : 0
    let isSound = card.purpose != .segment || tensors[1].shape.count == 3
    let head: (any Head)? =
      switch card.suppression {
      case .raw: RawHead(tensors[0], labelCount: card.labels.count, maskCount: masks)
      case .builtIn, .endToEnd:
        FinishedHead(tensors[0], labelCount: card.labels.count, maskCount: masks)
      }
    guard isSound, let head else {
      throw InferenceError(
        .runFailed,
        "it answered \(tensors.map(\.shape)), which does not fit \(card.summary); export it "
          + "again from the trained model")
    }
    return head
  }

  private func shape(
    of candidate: Candidate, _ corners: Corners, _ head: any Head, _ prototypes: FloatTensor?,
    _ placement: Placement
  ) -> Shape? {
    guard let prototypes else { return .box(corners.box) }
    let coefficients = head.coefficients(of: candidate)
    return masks.mask(prototypes, coefficients, box: corners, placement).map(Shape.mask)
  }
}
