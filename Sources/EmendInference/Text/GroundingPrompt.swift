/// Labels as Grounding DINO takes them: one text of phrases, each ended by a full stop.
public struct GroundingPrompt: Hashable, Sendable {
  /// How many tokens the model reads, and how many columns its answer has.
  public static let tokenLimit = 256

  /// The labels, without white space around them.
  public let phrases: [String]
  /// `[1, tokens]`.
  public let tensors: PromptTensors
  /// For each token its phrase; nil for special tokens and full stops.
  public let phraseOfToken: [Int?]

  /// Makes the text that the model is asked with, and its tokens.
  ///
  /// - Parameters:
  ///   - labels: what to look for, none with a full stop.
  ///   - tokenizer: the model's own.
  /// - Throws: ``PromptError``. Source: `GroundingDinoProcessor` of transformers 5.23.
  public init(labels: [String], _ tokenizer: Tokenizer) throws(PromptError) {
    guard !labels.isEmpty else { throw .nothing }
    var phrases: [String] = []
    for (place, label) in labels.enumerated() {
      let phrase = label.withoutSpaceAround
      guard !phrase.isEmpty else { throw .empty(place: place) }
      guard !phrase.contains(".") else { throw .stopInPhrase(phrase) }
      phrases.append(phrase)
    }
    guard let stop = tokenizer.number(of: ".") else { throw .missingToken(".") }
    let text = phrases.map { $0.lowercasedInContext + "." }.joined(separator: " ")
    let sequence = tokenizer.sequence(of: text, length: TokenLength())
    guard sequence.tokens.count <= Self.tokenLimit else {
      throw .tooLong(tokens: sequence.tokens.count, limit: Self.tokenLimit)
    }
    self.phrases = phrases
    tensors = PromptTensors([sequence])
    phraseOfToken = Self.phrases(of: sequence.tokens, stop: stop, tokenizer.template)
  }

  private static func phrases(of tokens: [Int], stop: Int, _ template: TokenTemplate) -> [Int?] {
    let text = template.before.count..<tokens.count - template.after.count
    var phrase = 0
    return tokens.enumerated().map { place, token in
      guard text.contains(place) else { return nil }
      guard token == stop else { return phrase }
      phrase += 1
      return nil
    }
  }
}

extension String {
  /// In lower case, with final sigmas, which Swift's own does not know.
  var lowercasedInContext: String {
    String(UnicodeScalarView(Array(unicodeScalars).lowercasedInContext))
  }

  fileprivate var withoutSpaceAround: String {
    let start = drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }
}
