import EmendCore
import Glibc

/// Writes the text that an encoder saw, token by token.
///
/// Several threads may use one.
final class TextGenerator: Sendable {
  private let decoder: TextDecoder
  private let rules: GenerationRules
  private let start: Int
  private let speller: TokenSpeller

  /// What a model's card needs; nil where it writes no text.
  ///
  /// - Throws: ``InferenceError`` of code `modelUnreadable` or `modelUnsupported`.
  init?(
    _ runtime: OnnxRuntime, _ card: ModelCard, _ companions: [Companion: String], width: Int?,
    _ settings: SessionSettings, _ cancellation: RunCancellation
  ) throws(InferenceError) {
    guard let rules = card.generation, let path = companions[.decoder],
      let folder = companions[.tokenizer]
    else { return nil }
    decoder = try TextDecoder(
      runtime, path: path, width: width, settings: settings, cancellation: cancellation)
    do {
      speller = try TokenSpeller(folder: folder)
    } catch {
      throw InferenceError(.modelUnsupported, error.description)
    }
    self.rules = rules
    start = try Self.start(rules, decoder)
  }

  private static func start(
    _ rules: GenerationRules, _ decoder: TextDecoder
  ) throws(InferenceError) -> Int {
    func refusal(_ sentence: String) -> InferenceError {
      InferenceError(.modelUnsupported, "\(decoder.file): \(sentence)")
    }
    guard let start = rules.start else {
      throw refusal(
        "nothing says which token its texts begin with; put the model's generation_config.json "
          + "beside the encoder (decoder_start_token_id)")
    }
    guard rules.undone.isEmpty else {
      throw refusal(
        "its generation_config.json asks for \(rules.undone.joined(separator: " and ")), which "
          + "emend does not do; take that out, if its texts are good without")
    }
    let tokens = rules.ends.union(rules.forcedEnds).union([start, rules.forcedStart ?? start])
    guard tokens.allSatisfy({ (0..<(decoder.tokenCount ?? .max)).contains($0) }) else {
      throw refusal(
        "it tells \(decoder.tokenCount ?? 0) tokens apart, and its texts begin or end with others "
          + "(\(tokens.sorted().map(String.init).joined(separator: ", "))); take the "
          + "generation_config.json of the same model")
    }
    return start
  }

  /// What the encoder saw as text, and how sure the decoder is.
  ///
  /// - Parameter states: `[rows, values]`.
  /// - Returns: the text without special tokens, and the geometric mean of its tokens' shares, the
  ///   last one with them; 0 where there is no text.
  /// - Throws: ``InferenceError`` of code `runFailed`.
  /// - Complexity: as many runs as tokens.
  func text(for states: FloatTensor) throws(InferenceError) -> (text: String, score: Double) {
    let (tokens, score) = try tokens(for: states)
    if let strange = tokens.first(where: { !speller.knows($0) }) {
      throw InferenceError(
        .runFailed,
        "\(decoder.file): it wrote the token \(strange), which its tokenizer does not have; take "
          + "the tokenizer of the same model")
    }
    let text = speller.text(of: tokens)
    return (text, text.isEmpty ? 0 : score)
  }

  private func tokens(
    for states: FloatTensor
  ) throws(InferenceError) -> (tokens: [Int], score: Double) {
    var (tokens, sum) = ([start], 0.0)
    do {
      let run = try DecoderRun(decoder, states)
      while tokens.count < rules.most {
        var scores = try run.scores(after: tokens)
        let (token, logShare) = rules.next(after: tokens, &scores)
        tokens.append(token)
        sum += logShare
        if rules.ends.contains(token) { break }
      }
    } catch {
      throw InferenceError(.runFailed, "\(decoder.file) failed on a line of text", cause: error)
    }
    return (tokens, exp(sum / Double(max(tokens.count - 1, 1))))
  }
}
