import EmendCore

/// Ultralytics' YOLOv8, 10, 11, 12 and 26, and models that write the same layout.
struct YOLOFamily: ModelFamily {
  let name = "yolo"
  let expected =
    "metadata task, names and imgsz of Ultralytics; images batch x 3 x height x width; output0 "
    + "batch x (4 + labels) x places, or rows x (6 + …)"

  func recognises(_ facts: ModelFacts) -> Bool {
    facts.metadata["task"] != nil && !RTDETRFamily.claims(facts)
  }

  func card(of facts: ModelFacts) throws(InferenceError) -> ModelCard {
    let purpose = try purpose(of: facts)
    let labels = try facts.labels()
    let input = try facts.imageInput()
    let size = try facts.size(of: input, named: try facts.ultralyticsSize())
    var card = ModelCard(
      family: name, purpose: purpose, labels: labels,
      preparation: facts.notes.preparation(usual(purpose, size)), input: input,
      suppression: purpose == .classify ? .endToEnd : suppression(of: facts),
      outputs: purpose == .segment ? [0, 1] : [0],
      version: (facts.metadata["version"] ?? "").printable)
    if purpose == .pose { card.keypoints = try facts.keypointLayout() }
    card.stride = facts.literal("stride")?.integer ?? 32
    try facts.check(card)
    try YOLOOutputs(facts: facts, card: card).check()
    return card
  }

  func reader(for card: ModelCard) -> any AnswerReader {
    card.purpose == .classify ? LabelReader(card, .shares) : YOLOReader(card)
  }

  private func purpose(of facts: ModelFacts) throws(InferenceError) -> ModelCard.Purpose {
    guard let task = facts.metadata["task"] else { return .detect }
    let known: [ModelCard.Purpose] = [.detect, .segment, .pose, .obb, .classify]
    guard let purpose = known.first(where: { $0.rawValue == task }) else {
      let article = "aeiou".contains(task.first ?? " ") ? "an" : "a"
      throw facts.refusal(
        "\(article) \(task) model; emend reads \(known.map(\.rawValue).joined(separator: ", "))")
    }
    return purpose
  }

  /// Classifiers see the middle of the image, as `classify_transforms` (8.4) cuts it.
  private func usual(_ purpose: ModelCard.Purpose, _ size: ImageSize) -> Preparation {
    guard purpose == .classify else { return .letterboxed(size) }
    let isSquare = size.width == size.height
    return Preparation(
      size: size, fit: isSquare ? .crop(shorter: size.width, by: .torchvision) : .stretch)
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

extension ModelFacts {
  fileprivate func keypointLayout() throws(InferenceError) -> KeypointLayout {
    let shape = literal("kpt_shape")?.list?.compactMap(\.integer) ?? []
    guard let layout = KeypointLayout(shape) else {
      throw refusal(
        "its metadata has no usable kpt_shape; expected [points, 2 or 3]: export it again")
    }
    return layout
  }
}

/// Holds the shapes of the outputs against the metadata.
private struct YOLOOutputs {
  let facts: ModelFacts
  let card: ModelCard

  func check() throws(InferenceError) {
    if card.purpose == .classify { return try LabelReader.check(facts, card) }
    let outputs = facts.outputs
    let wanted = card.outputs.count
    guard outputs.count >= wanted, outputs[0].shape.count == 3 else {
      throw facts.refusal(
        "its outputs are \(outputs.map(\.shapeText).joined(separator: ", ")); a \(card.purpose) "
          + "model answers \(wanted == 2 ? "rows and mask prototypes" : "one table of rows"): "
          + "export it again without changes to its head")
    }
    var extra: Int? = card.purpose == .obb ? 1 : card.keypoints?.valueCount ?? 0
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
    let more = extra > 0 ? " + \(extra) \(card.purpose.extras)" : ""
    throw facts.refusal(
      "its output is \(facts.outputs[0].shapeText), \(found) values a place; its metadata says "
        + "\(expected) (\(parts)\(more)): export it again from the "
        + "trained model, so that names and head agree")
  }
}

extension ModelCard.Purpose {
  /// What a place holds beside its box and scores.
  fileprivate var extras: String {
    switch self {
    case .segment: "masks"
    case .pose: "numbers of keypoints"
    case .obb: "angle"
    default: "more"
    }
  }
}
