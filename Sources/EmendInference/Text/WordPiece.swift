/// BERT's model: from the left, the longest piece that is in the vocabulary.
struct WordPiece: Sendable {
  private let trie: TokenTrie
  private let unknown: Int
  /// Where pieces that go on a word begin, after their prefix; nil where there are none.
  private let continuing: Int?
  /// A longer word is unknown, in characters.
  private let lengthLimit: Int

  /// Takes the pieces with their numbers, the number for a word that cannot be made of them, what
  /// stands before a piece that goes on a word (`##`), and how long a word may be.
  init(vocabulary: [[UInt8]: Int], unknown: Int, prefix: [UInt8], lengthLimit: Int) {
    var trie = TokenTrie()
    for (piece, number) in vocabulary { trie.insert(piece, number) }
    self.trie = trie
    self.unknown = unknown
    self.lengthLimit = lengthLimit
    continuing = trie.node(after: prefix)
  }

  func tokens(of word: [Unicode.Scalar]) -> [Int] {
    guard word.count <= lengthLimit else { return [unknown] }
    let bytes = word.utf8
    var tokens: [Int] = []
    var start = 0
    while start < bytes.count {
      guard let node = start == 0 ? TokenTrie.root : continuing,
        let piece = trie.longest(in: bytes, from: start, after: node)
      else { return [unknown] }
      tokens.append(piece.value)
      start = piece.end
    }
    return tokens
  }
}

extension [Unicode.Scalar] {
  var utf8: [UInt8] { Swift.Array(String(String.UnicodeScalarView(self)).utf8) }
}
