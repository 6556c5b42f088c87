/// How a text is cut into the words that the model sees one by one (`pre_tokenizer`).
enum WordSplitter: Sendable {
  /// At white space, and each sign of punctuation by itself.
  case bert
  case whitespace
  case split(TextPattern, TextSplit, inverted: Bool)
  case byteLevel(addsPrefix: Bool, usesPattern: Bool)
  case metaspace(Unicode.Scalar, addsPrefix: Bool, splits: Bool)

  /// The words in `text`, none of them empty.
  func words(in text: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
    switch self {
    case .bert: return Self.bertWords(in: text)
    case .whitespace: return text.split(whereSeparator: \.isSpace).map(Array.init)
    case .split(let pattern, let split, let inverted):
      return split.parts(of: text, at: pattern.matches(in: text), inverted: inverted)
    case .byteLevel(let addsPrefix, let usesPattern):
      return Self.byteWords(in: text, addsPrefix: addsPrefix, usesPattern: usesPattern)
    case .metaspace(let mark, let addsPrefix, let splits):
      return Self.markedWords(in: text, mark, addsPrefix: addsPrefix, splits: splits)
    }
  }

  private static func bertWords(in text: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
    text.split(whereSeparator: \.isSpace).flatMap { word in
      let word = Array(word)
      let signs = word.indices.filter { word[$0].isPunctuationInUnicode8 }
      return TextSplit.isolated.parts(of: word, at: signs.map { $0..<$0 + 1 })
    }
  }

  private static func byteWords(
    in text: [Unicode.Scalar], addsPrefix: Bool, usesPattern: Bool
  ) -> [[Unicode.Scalar]] {
    var text = text
    if addsPrefix, let first = text.first, first != " " { text.insert(" ", at: 0) }
    guard usesPattern else { return [ByteAlphabet.spelt(text)] }
    return TextSplit.isolated.parts(of: text, at: TextPattern.gpt2.matches(in: text))
      .map(ByteAlphabet.spelt)
  }

  private static func markedWords(
    in text: [Unicode.Scalar], _ mark: Unicode.Scalar, addsPrefix: Bool, splits: Bool
  ) -> [[Unicode.Scalar]] {
    var text = text.map { $0 == " " ? mark : $0 }
    if addsPrefix, let first = text.first, first != mark { text.insert(mark, at: 0) }
    guard splits else { return [text] }
    let marks = text.indices.filter { text[$0] == mark }.map { $0..<$0 + 1 }
    return TextSplit.mergedWithNext.parts(of: text, at: marks)
  }
}

extension [WordSplitter] {
  /// The words after one splitter after the other; the whole text where there is none.
  func words(in text: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
    reduce(text.isEmpty ? [] : [text]) { words, splitter in
      words.flatMap { splitter.words(in: $0) }
    }
  }
}

extension TextPattern {
  /// GPT-2's words: `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`.
  fileprivate static let gpt2: TextPattern = {
    let letter = ScalarSet(members: [.letter])
    let number = ScalarSet(members: [.number])
    let sign = ScalarSet(members: [.space, .letter, .number], isInverted: true)
    let space = ScalarSet(members: [.space])
    let endings = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"].map { ending in
      ending.unicodeScalars.map { Step.characters(.one($0), 1...1) }
    }
    let words = [letter, number, sign].map { set in
      [Step.characters(.one(" "), 0...1), .characters(set, 1...Int.max)]
    }
    let spaces: [[Step]] = [
      [.characters(space, 1...Int.max), .nothing(ScalarSet(members: [.notSpace]))],
      [.characters(space, 1...Int.max)],
    ]
    return TextPattern(alternatives: endings + words + spaces)
  }()
}
