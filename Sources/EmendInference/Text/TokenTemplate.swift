/// What stands before and after the tokens of a text (`post_processor`).
struct TokenTemplate: Equatable, Sendable {
  var before: [Int] = []
  var after: [Int] = []
  var typesBefore: [Int] = []
  var typesAfter: [Int] = []
  /// The type of the text's own tokens.
  var type = 0

  /// How many tokens it adds.
  var count: Int { before.count + after.count }

  func filled(with tokens: [Int]) -> TokenSequence {
    TokenSequence(
      tokens: before + tokens + after,
      types: typesBefore + Array(repeating: type, count: tokens.count) + typesAfter)
  }
}
