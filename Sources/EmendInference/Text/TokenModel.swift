/// How words become tokens (`model`).
enum TokenModel: Sendable {
  case wordPiece(WordPiece)
  case bytePairs(BytePairs)
  case unigram(Unigram)

  var isOfBytePairs: Bool {
    if case .bytePairs = self { true } else { false }
  }

  /// The tokens of a word that is not empty.
  func tokens(of word: [Unicode.Scalar]) -> [Int] {
    switch self {
    case .wordPiece(let model): model.tokens(of: word)
    case .bytePairs(let model): model.tokens(of: word)
    case .unigram(let model): model.tokens(of: word)
    }
  }
}
