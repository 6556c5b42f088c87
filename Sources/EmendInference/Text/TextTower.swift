/// The half of a model that turns texts into vectors: CLIP's, SigLIP's.
struct TextTower {
  private let session: OnnxSession
  private let file: String
  /// The output that is read.
  private let place: Int
  /// How many texts each run takes.
  private let rows: Int

  private static let names = [
    "text_embeds", "pooler_output", "embedding", "embeddings", "features",
  ]
  /// More gain nothing: a run of this many keeps two cores busy for a second.
  private static let mostRows = 32

  /// Loads a tower that will be asked with `texts`.
  ///
  /// - Throws: ``InferenceError`` of code `modelUnreadable` or `modelUnsupported`.
  init(
    _ runtime: OnnxRuntime, path: String, for texts: PromptTensors, settings: SessionSettings
  ) throws(InferenceError) {
    session = try OnnxSession(runtime, path: path, settings: settings)
    file = path
    let facts = try ModelFacts(of: session, file: path)
    let fixed = facts.inputs.compactMap { $0.shape.first ?? nil }.first
    rows = max(1, fixed ?? min(Self.mostRows, texts.rows))
    let feeds = texts.part(from: 0, count: rows).feeds
    guard let place = Self.names.lazy.compactMap({ facts.output($0) }).first,
      facts.inputs.contains(where: { $0.name == "input_ids" }),
      facts.inputs.allSatisfy({ feeds[$0.name] != nil })
    else {
      throw facts.refusal(
        "\(facts.found); a tower of texts takes input_ids and perhaps attention_mask, and gives "
          + Self.names.joined(separator: " or "))
    }
    self.place = place
    _ = try facts.feeds(feeds)
  }

  /// A vector for each row of `texts`, row after row.
  ///
  /// - Throws: ``InferenceError`` of code `runFailed`.
  func vectors(_ texts: PromptTensors) throws(InferenceError) -> [Float] {
    var vectors: [Float] = []
    for start in stride(from: 0, to: texts.rows, by: rows) {
      let found: [Float]
      do {
        found = try run(texts.part(from: start, count: rows))
      } catch {
        throw InferenceError(.runFailed, "\(file) failed on \(rows) texts", cause: error)
      }
      guard !found.isEmpty, found.count % rows == 0, found.allSatisfy(\.isFinite) else {
        throw InferenceError(
          .runFailed,
          "\(file): it answered \(found.count) values for \(rows) texts, or some that are no "
            + "numbers; export it again from the trained model")
      }
      vectors += found.prefix(min(rows, texts.rows - start) * (found.count / rows))
    }
    return vectors
  }

  private func run(_ texts: PromptTensors) throws(OrtFailure) -> [Float] {
    var tensors: [FeedTensor] = []
    for port in session.inputs {
      guard case .fixed(let values, let shape)? = texts.feeds[port.name] else { continue }
      tensors.append(
        try FeedTensor(
          values.map { Float($0) }, shape: shape, as: port.type, on: session.runtime))
    }
    let outputs = try session.run(
      feeds: tensors.map(\.raw), cancellation: RunCancellation(session.runtime))
    defer { withExtendedLifetime(tensors) {} }
    let answer = try outputs.floats(at: place)
    guard answer.shape.first == texts.rows else { return [] }
    return Array(answer.values)
  }
}
