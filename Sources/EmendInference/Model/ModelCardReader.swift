import EmendCore

/// Makes a model's card from its metadata and ports, or says why emend cannot use the model.
struct ModelCardReader {
  /// The path of the model, for the sentences.
  let file: String
  let metadata: [String: String]
  let inputs: [TensorPort]
  let outputs: [TensorPort]

  /// The side of an input that is taken for a mistake, in pixels; a batch of one is then 800 MB.
  private static let sideLimit = 8192

  /// - Throws: ``InferenceError`` of code `modelUnsupported`.
  func card() throws(InferenceError) -> ModelCard {
    let purpose = try purpose()
    let labels = try labels()
    let input = try input()
    let size = try size(of: input)
    let card = ModelCard(
      family: .yolo, purpose: purpose, labels: labels, inputSize: size,
      isSizeFree: input.shape[2] == nil || input.shape[3] == nil,
      stride: literal("stride")?.integer ?? 32,
      batch: input.shape[0].map(ModelCard.Batch.fixed) ?? .free, suppression: suppression,
      version: (metadata["version"] ?? "").printable)
    try checkNumbers(of: card)
    try checkOutputs(against: card)
    return card
  }

  private func refusal(_ sentence: String) -> InferenceError {
    InferenceError(.modelUnsupported, "\(file): \(sentence)")
  }

  private func literal(_ key: String) -> PythonLiteral? {
    metadata[key].flatMap { PythonLiteral($0) }
  }

  private func purpose() throws(InferenceError) -> ModelCard.Purpose {
    guard let task = metadata["task"] else {
      throw refusal(
        "its metadata does not say what it finds; export it with Ultralytics "
          + "(`yolo export format=onnx`), or set task, names and imgsz in the file's metadata")
    }
    guard let purpose = ModelCard.Purpose(rawValue: task) else {
      let article = "aeiou".contains(task.first ?? " ") ? "an" : "a"
      throw refusal(
        "\(article) \(task) model; emend reviews detect and segment models so far")
    }
    if metadata["head"] == "RTDETRDecoder" {
      throw refusal("an RT-DETR model; emend reads YOLO models so far: export a YOLO model")
    }
    return purpose
  }

  private func labels() throws(InferenceError) -> [String] {
    let names: [String?]
    switch literal("names") {
    case .list(let values)?: names = values.map(\.string)
    case .dictionary(let pairs)?:
      names = pairs.indices.map { index in
        pairs.first { $0.key == .integer(index) }?.value.string
      }
    default: names = []
    }
    let labels = names.compactMap { $0?.printable }
    guard !labels.isEmpty, labels.count == names.count else {
      throw refusal(
        "its metadata has no usable label names (names: \(metadata["names"] ?? "missing")); "
          + "expected {0: 'name', 1: …}: export it again from the trained model")
    }
    return labels
  }

  private var suppression: ModelCard.Suppression {
    if literal("end2end")?.isTruthy == true { return .endToEnd }
    return literal("args")?["nms"]?.isTruthy == true ? .builtIn : .raw
  }

  private func input() throws(InferenceError) -> TensorPort {
    guard inputs.count == 1, let input = inputs.first else {
      throw refusal("it takes \(inputs.count) inputs; expected one image tensor")
    }
    guard input.shape.count == 4, input.shape[1] == nil || input.shape[1] == 3 else {
      throw refusal(
        "its input \(input.name) is \(input.shapeText); expected batch x 3 x height x width")
    }
    guard input.type == .float32 else {
      let type = input.type.map { "\($0)" } ?? "an unknown type"
      throw refusal(
        "its input \(input.name) holds \(type); expected float32: export it without half precision")
    }
    return input
  }

  /// The size in the input's shape; where that is free, the one in the metadata.
  private func size(of input: TensorPort) throws(InferenceError) -> ImageSize {
    let named: [Int]
    switch literal("imgsz") {
    case .integer(let side)?: named = [side, side]
    case .list(let sides)?: named = sides.compactMap(\.integer)
    default: named = []
    }
    let height = input.shape[2] ?? named.first
    let width = input.shape[3] ?? named.last
    guard let height, let width, named.isEmpty || named.count == 2 else {
      throw refusal(
        "its input size is free and its metadata does not name the size it was trained at; "
          + "export it again with imgsz")
    }
    guard (1...Self.sideLimit).contains(height), (1...Self.sideLimit).contains(width) else {
      throw refusal(
        "its input is \(width)x\(height) pixels; expected at most \(Self.sideLimit) a side")
    }
    return ImageSize(width: width, height: height)
  }

  private func checkNumbers(of card: ModelCard) throws(InferenceError) {
    guard (1...256).contains(card.stride) else {
      throw refusal("its stride is \(card.stride); expected 1 to 256: export it again")
    }
    if case .fixed(let count) = card.batch, !(1...256).contains(count) {
      throw refusal("it takes batches of \(count) images; expected 1 to 256: export it again")
    }
  }

  private func checkOutputs(against card: ModelCard) throws(InferenceError) {
    let wanted = card.purpose == .segment ? 2 : 1
    guard outputs.count >= wanted, outputs[0].shape.count == 3 else {
      throw refusal(
        "its outputs are \(outputs.map(\.shapeText).joined(separator: ", ")); a \(card.purpose) "
          + "model answers \(wanted == 2 ? "rows and mask prototypes" : "one table of rows"): "
          + "export it again without changes to its head")
    }
    var extra: Int? = 0
    if card.purpose == .segment {
      guard outputs[1].shape.count == 4 else {
        throw refusal(
          "its second output is \(outputs[1].shapeText); expected mask prototypes, "
            + "batch x masks x height x width")
      }
      extra = outputs[1].shape[1]
    }
    guard let extra else { return }  // free dimensions are checked when the model has run
    try checkRows(extra: extra, card)
  }

  private func checkRows(extra: Int, _ card: ModelCard) throws(InferenceError) {
    let isRaw = card.suppression == .raw
    let expected = extra + (isRaw ? 4 + card.labels.count : 6)
    guard let found = outputs[0].shape[isRaw ? 1 : 2], found != expected else { return }
    let parts =
      isRaw ? "4 + \(card.labels.count) labels" : "4 corners, a score and a label"
    throw refusal(
      "its output is \(outputs[0].shapeText), \(found) values a place; its metadata says "
        + "\(expected) (\(parts)\(extra > 0 ? " + \(extra) masks" : "")): export it again from the "
        + "trained model, so that names and head agree")
  }
}

extension ModelCard {
  /// Reads what `session` says of itself.
  ///
  /// - Parameters:
  ///   - session: the loaded model.
  ///   - file: its path, for the sentence of a refusal.
  /// - Throws: ``InferenceError`` of code `modelUnsupported`, with the file, what was found, what
  ///   is expected and the remedy.
  public init(of session: OnnxSession, file: String) throws(InferenceError) {
    self = try ModelCardReader(
      file: file, metadata: session.metadata, inputs: session.inputs, outputs: session.outputs
    ).card()
  }
}
