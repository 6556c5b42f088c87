/// A text as a model takes it.
public struct TokenSequence: Equatable, Sendable {
  /// The numbers of the tokens, special ones and padding with them.
  public var tokens: [Int]
  /// Which sequence each token belongs to; BERT's `token_type_ids`.
  public var types: [Int]
  /// 1 for a token, 0 for padding.
  public var mask: [Int]

  /// One without padding.
  init(tokens: [Int], types: [Int]) {
    self.tokens = tokens
    self.types = types
    mask = Array(repeating: 1, count: tokens.count)
  }
}
