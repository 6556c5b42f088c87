/// Turns text into the numbers that a model takes, as the model's own tokenizer file says.
///
/// Equal to Hugging Face's `tokenizers` 0.23.3, whose file format it reads; `Tests/Peers/text`
/// compares them.
public struct Tokenizer: Sendable {
  let added: AddedTokens
  let splitters: [WordSplitter]
  let model: TokenModel
  let template: TokenTemplate
  /// What the file says of how long a sequence may be, and is made.
  public let declaredLength: TokenLength
  /// The numbers of the tokens that have one, by their UTF-8.
  let vocabulary: [[UInt8]: Int]
  /// How tokens are turned back.
  let spelling: TokenSpeller.Rule

  /// The tokens of `text`, special ones with them.
  ///
  /// - Parameters:
  ///   - text: any text; what looks like a special token is one.
  ///   - length: in place of what the file says.
  /// - Returns: The tokens with their types and mask, of one length.
  /// - Complexity: O(characters), and quadratic in the longest word.
  public func sequence(of text: String, length: TokenLength? = nil) -> TokenSequence {
    sequences(of: [text], length: length).first ?? TokenSequence(tokens: [], types: [])
  }

  /// The tokens of several texts, filled up to one length where the file or `length` says so.
  public func sequences(of texts: [String], length: TokenLength? = nil) -> [TokenSequence] {
    let length = length ?? declaredLength
    return length.padded(
      texts.map { template.filled(with: length.cut(tokens(of: $0), added: template.count)) })
  }

  /// The tokens of `text` alone, all of them.
  public func tokens(of text: String) -> [Int] {
    added.parts(of: Array(text.unicodeScalars)).flatMap { part in
      switch part {
      case .token(let number): [number]
      case .text(let text): splitters.words(in: text).flatMap(model.tokens)
      }
    }
  }

  /// The number of the token that is spelt `token`; nil where there is none.
  public func number(of token: String) -> Int? { vocabulary[Array(token.utf8)] }
}
