/// Cuts added tokens out of texts.
struct AddedTokens: Sendable {
  /// A part of a text.
  enum Part: Equatable, Sendable {
    case text([Unicode.Scalar])
    case token(Int)
  }

  /// The numbers of tokens that are no text.
  let special: Set<Int>
  private let tokens: [Int: AddedToken]
  private let asWritten: TokenTrie
  private let normalized: TokenTrie
  private let normalizers: [TextNormalizer]

  init(_ added: [AddedToken], normalizers: [TextNormalizer]) {
    var asWritten = TokenTrie()
    var normalized = TokenTrie()
    var tokens: [Int: AddedToken] = [:]
    for token in added where !token.content.isEmpty {
      tokens[token.number] = token
      if token.isNormalized {
        normalized.insert(normalizers.normalized(token.content).utf8, token.number)
      } else {
        asWritten.insert(token.content.utf8, token.number)
      }
    }
    self.tokens = tokens
    special = Set(added.filter(\.isSpecial).map(\.number))
    self.asWritten = asWritten
    self.normalized = normalized
    self.normalizers = normalizers
  }

  /// The text as added tokens and, between them, normalized text.
  func parts(of text: [Unicode.Scalar]) -> [Part] {
    parts(of: text, asWritten).flatMap { part -> [Part] in
      guard case .text(let text) = part else { return [part] }
      return parts(of: normalizers.normalized(text), normalized)
    }
  }

  private func parts(of text: [Unicode.Scalar], _ trie: TokenTrie) -> [Part] {
    var parts: [Part] = []
    var end = 0
    for (found, number) in Self.found(trie, in: text) {
      guard let token = tokens[number] else { continue }
      if token.isWholeWord, Self.isTouched(found, in: text) { continue }
      var range = found
      if token.stripsLeft {
        let space = text[..<range.lowerBound].reversed().prefix(while: \.isSpace).count
        range = max(range.lowerBound - space, end)..<range.upperBound
      }
      if token.stripsRight {
        let space = text[range.upperBound...].prefix(while: \.isSpace).count
        range = range.lowerBound..<range.upperBound + space
      }
      if end < range.lowerBound { parts.append(.text(Array(text[end..<range.lowerBound]))) }
      parts.append(.token(number))
      end = range.upperBound
    }
    if end < text.count { parts.append(.text(Array(text[end...]))) }
    return parts
  }

  /// From left to right the longest tokens, in characters of `text`; none overlap.
  private static func found(
    _ trie: TokenTrie, in text: [Unicode.Scalar]
  ) -> [(range: Range<Int>, number: Int)] {
    var found: [(range: Range<Int>, number: Int)] = []
    var start = 0
    while start < text.count {
      let longest = longest(trie, in: text, from: start)
      if let longest { found.append((start..<longest.end, longest.number)) }
      start = longest?.end ?? start + 1
    }
    return found
  }

  private static func longest(
    _ trie: TokenTrie, in text: [Unicode.Scalar], from start: Int
  ) -> (end: Int, number: Int)? {
    var longest: (end: Int, number: Int)?
    var node = TokenTrie.root
    for place in start..<text.count {
      for byte in UTF8.encode(text[place]) ?? UTF8.encodedReplacementCharacter {
        guard let next = trie.step(from: node, byte) else { return longest }
        node = next
      }
      if let number = trie.value(at: node) { longest = (place + 1, number) }
    }
    return longest
  }

  private static func isTouched(_ range: Range<Int>, in text: [Unicode.Scalar]) -> Bool {
    text[..<range.lowerBound].last?.isWordPart ?? false
      || text[range.upperBound...].first?.isWordPart ?? false
  }
}
