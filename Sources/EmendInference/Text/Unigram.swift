/// SentencePiece's model: the row of pieces with the best sum of scores.
struct Unigram: Sendable {
  /// The best way to a place in the text.
  private struct Way {
    var score = 0.0
    var start = -1
    var piece = 0
  }

  // What an unknown character costs more than the worst piece. Source: SentencePiece.
  private static let penalty = 10.0

  private let trie: TokenTrie
  private let scores: [Double]
  private let unknown: Int
  private let unknownScore: Double
  /// The tokens for each byte, where unknown texts are written as their bytes.
  private let bytes: [Int]?

  /// Takes the pieces by number, those without a text being no part of any; the number of the one
  /// for what is in none; and the tokens for bytes, if unknown texts are to be written so.
  init(pieces: [(text: [UInt8]?, score: Double)], unknown: Int, bytes: [Int]?) {
    var trie = TokenTrie()
    for (number, piece) in pieces.enumerated() {
      if let text = piece.text { trie.insert(text, number) }
    }
    self.trie = trie
    self.unknown = unknown
    self.bytes = bytes
    scores = pieces.map(\.score)
    unknownScore = (scores.min() ?? 0) - Self.penalty
  }

  func tokens(of word: [Unicode.Scalar]) -> [Int] {
    let text = word.utf8
    return pieces(of: text, ways(through: text)).flatMap { range in
      trie.value(of: text[range]).map { [$0] } ?? tokens(ofUnknown: text[range])
    }
  }

  private func tokens(ofUnknown text: ArraySlice<UInt8>) -> [Int] {
    guard let bytes else { return [unknown] }
    return text.map { bytes[Int($0)] }
  }

  /// The best way to each place, in bytes; of two that are equally good, the one found first.
  private func ways(through text: [UInt8]) -> [Way] {
    var ways = [Way](repeating: Way(), count: text.count + 1)
    func reach(_ end: Int, _ way: Way) {
      if ways[end].start < 0 || way.score > ways[end].score { ways[end] = way }
    }
    for start in text.indices where !UTF8.isContinuation(text[start]) {
      let first = text[(start + 1)...].prefix(while: UTF8.isContinuation).endIndex
      var isKnown = false
      var node = TokenTrie.root
      for place in start..<text.count {
        guard let next = trie.step(from: node, text[place]) else { break }
        node = next
        guard let piece = trie.value(at: node) else { continue }
        let score = scores[piece] + ways[start].score
        reach(place + 1, Way(score: score, start: start, piece: piece))
        if place + 1 == first { isKnown = true }
      }
      if !isKnown {
        reach(first, Way(score: unknownScore + ways[start].score, start: start, piece: unknown))
      }
    }
    return ways
  }

  /// The pieces on the best way to the end, neighbouring unknown ones as one.
  private func pieces(of text: [UInt8], _ ways: [Way]) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var end = text.count
    var unknownEnd: Int?
    while end > 0 {
      let way = ways[end]
      if way.piece == unknown {
        unknownEnd = unknownEnd ?? end
      } else {
        if let last = unknownEnd { pieces.append(end..<last) }
        unknownEnd = nil
        pieces.append(way.start..<end)
      }
      end = way.start
    }
    if let last = unknownEnd { pieces.append(0..<last) }
    return pieces.reversed()
  }
}
