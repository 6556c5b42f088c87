import EmendCore

/// The half of a model that says which token comes next: TrOCR's decoder.
///
/// It reads all tokens again for each one (`decoder_model.onnx`), or keeps what it made of them
/// (`decoder_model_merged.onnx`). Several threads may use one, each with a ``DecoderRun``.
final class TextDecoder: Sendable {
  /// What goes into an input.
  enum Feed: Hashable, Sendable {
    case tokens
    case states
    /// What an output gave before; that of the encoder stays what it was at first.
    case past(output: Int, isOfEncoder: Bool)
    /// Whether there is a past.
    case switcher
  }

  let session: OnnxSession
  let file: String
  let feeds: [Feed]
  /// Whether one token is enough once there is a past.
  let isCached: Bool
  /// The output of the scores.
  let scores: Int
  let cancellation: RunCancellation

  private static let expected =
    "a decoder of text takes input_ids and encoder_hidden_states, perhaps use_cache_branch and "
    + "past_key_values, and gives logits batch x tokens x vocabulary"

  /// Loads the decoder at `path`.
  ///
  /// - Parameters:
  ///   - runtime: shared by all models.
  ///   - path: an ONNX file.
  ///   - width: how many values a row of the encoder's states has, where that is known.
  ///   - settings: how it runs.
  ///   - cancellation: stops its runs, too.
  /// - Throws: ``InferenceError`` of code `modelUnreadable` or `modelUnsupported`.
  init(
    _ runtime: OnnxRuntime, path: String, width: Int?, settings: SessionSettings,
    cancellation: RunCancellation
  ) throws(InferenceError) {
    session = try OnnxSession(runtime, path: path, settings: settings)
    file = path
    self.cancellation = cancellation
    let facts = try ModelFacts(of: session, file: path)
    guard let scores = facts.output("logits"), facts.outputs[scores].shape.count == 3 else {
      throw facts.refusal("\(facts.found); \(Self.expected)")
    }
    self.scores = scores
    feeds = try Self.feeds(facts)
    isCached = feeds.contains(.switcher)
    if let place = feeds.firstIndex(of: .states), let own = facts.inputs[place].shape[2], let width,
      own != width
    {
      throw facts.refusal(
        "it takes rows of \(own) values, and the encoder gives rows of \(width); take two files of "
          + "one model")
    }
  }

  /// How many tokens it tells apart; nil where its file does not say.
  var tokenCount: Int? { session.outputs[scores].shape[2] }

  private static func feeds(_ facts: ModelFacts) throws(InferenceError) -> [Feed] {
    var feeds: [Feed] = []
    for port in facts.inputs {
      guard let feed = feed(port, facts), let type = port.type,
        feed == .switcher ? type == .bool : FeedTensor.types.contains(type)
      else {
        let type = port.type.map { "\($0)" } ?? "an unknown type"
        throw facts.refusal(
          "its input \(port.name) is \(port.shapeText) of \(type); \(Self.expected), in single "
            + "precision")
      }
      feeds.append(feed)
    }
    let hasPast = feeds.contains { if case .past = $0 { true } else { false } }
    guard feeds.contains(.tokens), feeds.contains(.states), hasPast == feeds.contains(.switcher)
    else { throw facts.refusal("\(facts.found); \(Self.expected)") }
    return feeds
  }

  private static func feed(_ port: TensorPort, _ facts: ModelFacts) -> Feed? {
    switch (port.name, port.shape.count) {
    case ("input_ids", 2): return .tokens
    case ("encoder_hidden_states", 3): return .states
    case ("use_cache_branch", 1): return .switcher
    case (let name, 4) where name.hasPrefix("past_key_values."):
      let present = name.replacing("past_key_values.", with: "present.")
      return facts.output(present).map {
        .past(output: $0, isOfEncoder: name.contains(".encoder."))
      }
    default: return nil
    }
  }
}
