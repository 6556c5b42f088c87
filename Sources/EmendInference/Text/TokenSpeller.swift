/// Turns tokens back into text (`decoder`).
public struct TokenSpeller: Sendable {
  /// How the texts of tokens become one.
  enum Rule: Equatable, Sendable {
    /// Tokens are spelt in ``ByteAlphabet``.
    case bytes
    /// A blank stands before each token that does not begin with the prefix.
    case words(prefix: [UInt8], cleansUp: Bool)
    /// The mark is a blank, but at the start if one was put there.
    case marks(Unicode.Scalar, dropsFirst: Bool)
    /// One that is not done here, by its name.
    case unsupported(String)
  }

  private let spellings: [Int: [UInt8]]
  private let special: Set<Int>
  private let rule: Rule
  /// Whether blanks before points and the like go.
  private let cleansUp: Bool

  /// Turns the vocabulary of `tokenizer` round.
  ///
  /// - Throws: ``TokenizerError`` of code `unsupported`, where its file declares another decoder
  ///   than BERT's, GPT-2's and SentencePiece's, or none.
  /// - Complexity: O(tokens in the vocabulary)
  public init(_ tokenizer: Tokenizer) throws(TokenizerError) {
    try self.init(tokenizer, cleansUp: false)
  }

  init(_ tokenizer: Tokenizer, cleansUp: Bool) throws(TokenizerError) {
    if case .unsupported(let name) = tokenizer.spelling {
      throw TokenizerError(
        .unsupported, "emend does not read the decoder \(name); use another export of the model")
    }
    rule = tokenizer.spelling
    self.cleansUp = cleansUp
    special = tokenizer.added.special
    spellings = Dictionary(tokenizer.vocabulary.map { ($1, $0) }) { first, _ in first }
  }

  /// Whether there is a token of that number.
  func knows(_ token: Int) -> Bool { spellings[token] != nil }

  /// The text that `tokens` stand for, without special tokens and those that have no number.
  public func text(of tokens: [Int]) -> String {
    let text = joined(tokens)
    return cleansUp ? Self.cleanedUp(Array(text.utf8), Self.blanks) : text
  }

  private func joined(_ tokens: [Int]) -> String {
    let texts = tokens.filter { !special.contains($0) }.compactMap { spellings[$0] }
    switch rule {
    case .bytes: return String(decoding: texts.flatMap(ByteAlphabet.bytes), as: UTF8.self)
    case .words(let prefix, let cleansUp):
      return texts.enumerated().map { place, text in
        let word = place == 0 ? text : Self.word(text, prefix)
        return cleansUp
          ? Self.cleanedUp(word, Self.pieceBlanks) : String(decoding: word, as: UTF8.self)
      }.joined()
    case .marks(let mark, let dropsFirst):
      return texts.enumerated().map { place, text in
        Self.unmarked(text, mark, drops: place == 0 && dropsFirst)
      }.joined()
    case .unsupported: return ""
    }
  }

  private static func word(_ token: [UInt8], _ prefix: [UInt8]) -> [UInt8] {
    token.starts(with: prefix) ? Array(token.dropFirst(prefix.count)) : [0x20] + token
  }

  /// Source: `cleanup` of tokenizers 0.23.3, `decoders/wordpiece.rs`.
  private static let pieceBlanks = [
    (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
    (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
  ]
  /// Source: `clean_up_tokenization` of transformers 5.23.
  private static let blanks = pieceBlanks.filter { $0.0 != " do not" }

  /// By bytes, because a mark that follows makes a blank another character of a `String`.
  private static func cleanedUp(_ text: [UInt8], _ pairs: [(String, String)]) -> String {
    let cleaned = pairs.reduce(text) { $0.replacing(Array($1.0.utf8), with: Array($1.1.utf8)) }
    return String(decoding: cleaned, as: UTF8.self)
  }

  private static func unmarked(_ token: [UInt8], _ mark: Unicode.Scalar, drops: Bool) -> String {
    var text = String.UnicodeScalarView()
    for scalar in String(decoding: token, as: UTF8.self).unicodeScalars {
      if scalar != mark {
        text.append(scalar)
      } else if !drops {
        text.append(" ")
      }
    }
    return String(text)
  }
}

extension TokenizerPart {
  /// What a `decoder` says; one that is not known does no harm until text is asked for.
  func spelling() throws(TokenizerError) -> TokenSpeller.Rule {
    switch try type() {
    case "ByteLevel": return .bytes
    case "WordPiece":
      return .words(prefix: try bytes("prefix"), cleansUp: try flag("cleanup", otherwise: true))
    case "Metaspace":
      guard case .metaspace(let mark, let addsPrefix, _)? = try splitters().first else {
        return .unsupported("Metaspace")
      }
      return .marks(mark, dropsFirst: addsPrefix)
    case let other: return .unsupported(other)
    }
  }
}
