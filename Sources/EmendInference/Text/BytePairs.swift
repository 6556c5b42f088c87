/// The model of CLIP, GPT-2 and RoBERTa: neighbours are merged, the earliest learned pair first.
struct BytePairs: Sendable {
  struct Pair: Hashable, Sendable {
    var left: Int
    var right: Int
  }

  struct Merge: Sendable {
    /// Its place among the merges; a smaller one is done first.
    var rank: Int
    /// What the pair becomes.
    var token: Int
  }

  /// How a character that is not in the vocabulary is written.
  struct Unknown: Sendable {
    var token: Int?
    /// Whether neighbours become one.
    var isFused = false
    /// The tokens for each byte, where unknown characters are written as their bytes.
    var bytes: [Int]?
  }

  var vocabulary: TokenTrie
  var merges: [Pair: Merge]
  /// What stands before each character of a word but the first.
  var prefix: [UInt8] = []
  /// What stands after the last character of a word, `</w>`.
  var suffix: [UInt8] = []
  var unknown = Unknown()
  /// Whether a word that is in the vocabulary is taken as it is.
  var takesWholeWords = false

  func tokens(of word: [Unicode.Scalar]) -> [Int] {
    if takesWholeWords, let token = vocabulary.value(of: word.utf8) { return [token] }
    return merged(characters(of: word))
  }

  private func characters(of word: [Unicode.Scalar]) -> [Int] {
    var tokens: [Int] = []
    var lastIsUnknown = false
    for (place, scalar) in word.enumerated() {
      let before = place == 0 ? [] : prefix
      let after = place == word.count - 1 ? suffix : []
      if let token = vocabulary.value(of: scalar, after: before, before: after) {
        tokens.append(token)
        lastIsUnknown = false
      } else if let bytes = unknown.bytes {
        tokens += (before + Array(String(scalar).utf8) + after).map { bytes[Int($0)] }
      } else if let token = unknown.token {
        if !unknown.isFused || !lastIsUnknown { tokens.append(token) }
        lastIsUnknown = true
      }
    }
    return tokens
  }

  /// - Complexity: O(n²) for n characters; words are short, and this keeps no queue.
  private func merged(_ characters: [Int]) -> [Int] {
    var tokens = characters
    var ranks = characters.indices.map { merge(of: characters, at: $0)?.rank ?? Int.max }
    while let place = Self.first(ranks), let found = merge(of: tokens, at: place) {
      tokens[place] = found.token
      tokens.remove(at: place + 1)
      ranks.remove(at: place + 1)
      ranks[place] = merge(of: tokens, at: place)?.rank ?? Int.max
      if place > 0 { ranks[place - 1] = merge(of: tokens, at: place - 1)?.rank ?? Int.max }
    }
    return tokens
  }

  private func merge(of tokens: [Int], at place: Int) -> Merge? {
    guard place + 1 < tokens.count else { return nil }
    return merges[Pair(left: tokens[place], right: tokens[place + 1])]
  }

  /// The first place of the smallest rank; nil where nothing is left to merge.
  private static func first(_ ranks: [Int]) -> Int? {
    var found: Int?
    var least = Int.max
    var place = 0
    while place < ranks.count {
      if ranks[place] < least { (found, least) = (place, ranks[place]) }
      place += 1
    }
    return found
  }
}

extension TokenTrie {
  /// The number of a character with what stands on its two sides.
  fileprivate func value(
    of scalar: Unicode.Scalar, after prefix: [UInt8], before suffix: [UInt8]
  ) -> Int? {
    var node = Self.root
    func walk(_ bytes: some Sequence<UInt8>) -> Bool {
      for byte in bytes {
        guard let next = step(from: node, byte) else { return false }
        node = next
      }
      return true
    }
    let bytes = UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
    guard walk(prefix), walk(bytes), walk(suffix) else { return nil }
    return value(at: node)
  }
}
