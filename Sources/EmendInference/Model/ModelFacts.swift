import EmendCore

/// All that is known of a model before anything is decided about it.
struct ModelFacts {
  /// The path of the model, for the sentences.
  let file: String
  let metadata: [String: String]
  let inputs: [TensorPort]
  let outputs: [TensorPort]
  /// What lies beside the file, or was said on the command line.
  private(set) var notes: ModelNotes
  /// The paths of what else belongs to the model.
  let companions: [Companion: String]
  /// What it is asked for, where it takes texts.
  let prompts: LabelPrompts

  /// The side of an input that is taken for a mistake, in pixels; a batch of one is then 800 MB.
  private static let sideLimit = 8192
  /// What one input or output may hold; four times as many bytes.
  private static let valueLimit = 1 << 28

  init(
    file: String, metadata: [String: String] = [:], inputs: [TensorPort], outputs: [TensorPort],
    texts: [String: String] = [:], companions: [Companion: String] = [:],
    prompts: LabelPrompts = LabelPrompts()
  ) throws(InferenceError) {
    self.file = file
    self.metadata = metadata
    self.inputs = inputs
    self.outputs = outputs
    self.companions = companions
    self.prompts = prompts
    notes = ModelNotes()
    if let settings = literal("preprocess"), settings["input_size"] != nil {
      try notes.take(timm: settings)
      notes.architecture = metadata["architecture"]
    }
    // A file of Ultralytics' says it all: another model's files may lie in the same folder.
    let isWhole = metadata["task"] != nil
    notes.take(
      try ModelNotes(texts: isWhole ? texts.filter { $0.key == ModelTexts.card } : texts))
  }

  func refusal(_ sentence: String) -> InferenceError {
    InferenceError(.modelUnsupported, "\(file): \(sentence)")
  }

  func literal(_ key: String) -> Literal? { metadata[key].flatMap { Literal($0) } }

  /// The place of the output called `name`.
  func output(_ name: String) -> Int? { outputs.firstIndex { $0.name == name } }

  /// What the file holds, for the sentence of a refusal.
  var found: String {
    func text(_ ports: [TensorPort]) -> String {
      let shown = ports.prefix(8).map { "\($0.name) \($0.shapeText)" }.joined(separator: ", ")
      return ports.isEmpty ? "nothing" : shown + (ports.count > 8 ? ", …" : "")
    }
    let keys = metadata.keys.sorted().prefix(8).joined(separator: ", ")
    return "it takes \(text(inputs)) and gives \(text(outputs)), "
      + (keys.isEmpty ? "without metadata" : "with metadata \(keys)")
  }

  /// Names by label index, from the card or the metadata.
  func labels() throws(InferenceError) -> [String] {
    if let labels = notes.labels, !labels.isEmpty { return labels.map(\.printable) }
    guard let labels = metadata["names"].flatMap({ Literal($0)?.names }) else {
      throw refusal(
        "its metadata has no usable label names (names: \(metadata["names"] ?? "missing")); "
          + "expected {0: 'name', 1: …}: export it again from the trained model, or name the "
          + "labels in a card beside it")
    }
    return labels.map(\.printable)
  }

  /// The one image tensor of one of `types`; `others` are the names of what may go in besides.
  func imageInput(
    beside others: Set<String> = [], types: Set<ElementType> = [.float32, .float16]
  ) throws(InferenceError) -> TensorPort {
    let rest = inputs.filter { !others.contains($0.name) }
    guard rest.count == 1, let input = rest.first else {
      let names = inputs.prefix(8).map(\.name).joined(separator: ", ")
      throw refusal(
        "it takes \(inputs.count) inputs (\(names)); expected one image tensor"
          + (others.isEmpty ? "" : " beside \(others.sorted().joined(separator: ", "))"))
    }
    guard input.shape.count == 4, input.shape[1] == nil || input.shape[1] == 3 else {
      throw refusal(
        "its input \(input.name) is \(input.shapeText); expected batch x 3 x height x width")
    }
    guard let type = input.type, types.contains(type) else {
      let type = input.type.map { "\($0)" } ?? "an unknown type"
      let expected = types.map { "\($0)" }.sorted(by: >).joined(separator: " or ")
      throw refusal(
        "its input \(input.name) holds \(type); expected \(expected): export it again in single "
          + "precision")
    }
    return input
  }

  /// The size in the input's shape; where that is free, the one that something else names.
  func size(of input: TensorPort, named: ImageSize?) throws(InferenceError) -> ImageSize {
    guard let height = input.shape[2] ?? notes.height ?? named?.height,
      let width = input.shape[3] ?? notes.width ?? named?.width
    else {
      throw refusal(
        "its input size is free and its metadata does not name the size it was trained at; "
          + "export it again with imgsz, or give width and height in a card beside it")
    }
    guard (1...Self.sideLimit).contains(height), (1...Self.sideLimit).contains(width) else {
      throw refusal(
        "its input is \(width)x\(height) pixels; expected at most \(Self.sideLimit) a side")
    }
    return ImageSize(width: width, height: height)
  }

  /// Refuses numbers that no trained model has.
  func check(_ card: ModelCard) throws(InferenceError) {
    guard (1...256).contains(card.stride) else {
      throw refusal("its stride is \(card.stride); expected 1 to 256: export it again")
    }
    if case .fixed(let count) = card.batch, !(1...256).contains(count) {
      throw refusal("it takes batches of \(count) images; expected 1 to 256: export it again")
    }
    if case .crop = card.preparation.fit, card.preparation.resampling == .linear {
      throw refusal("its card cuts out the middle with filter linear; that needs one of Pillow's")
    }
    if card.preparation.resampling == .blurred, ![.pad, .stretch].contains(card.preparation.fit) {
      throw refusal("its card blurs images; that needs fit pad or stretch")
    }
    guard card.labels.count <= 100_000 else {
      throw refusal("it names \(card.labels.count) labels; expected at most 100,000")
    }
    for port in inputs + outputs where port.isLarger(than: Self.valueLimit) {
      throw refusal(
        "\(port.name) is \(port.shapeText), more than a GiB; the file is damaged or no model of "
          + "images")
    }
  }
}

extension TensorPort {
  fileprivate func isLarger(than limit: Int) -> Bool {
    var rest = limit
    for side in shape {
      guard let side, side > 0 else { continue }
      rest /= side
      if rest == 0 { return true }
    }
    return false
  }
}

extension Literal {
  /// A list of names, or a dictionary from each index to its name; nil where one is missing.
  var names: [String]? {
    let names: [String?]
    switch self {
    case .list(let values): names = values.map(\.string)
    case .dictionary(let pairs):
      var byIndex: [Int: String] = [:]
      for pair in pairs {
        // JSON has no keys but strings.
        guard let index = pair.key.integer ?? pair.key.string.flatMap({ Int($0) }) else {
          return nil
        }
        byIndex[index] = pair.value.string
      }
      names = pairs.indices.map { byIndex[$0] }
    default: names = []
    }
    let known = names.compactMap { $0 }
    return known.isEmpty || known.count != names.count ? nil : known
  }
}
