// The model and its vocabulary, as a tokenizer's file says them.
extension TokenizerPart {
  /// The numbers of tokens, by their UTF-8.
  typealias Vocabulary = [[UInt8]: Int]

  /// What a `model` says.
  func model() throws(TokenizerError) -> (model: TokenModel, vocabulary: Vocabulary) {
    switch try modelType() {
    case "WordPiece":
      let vocabulary = try vocabulary()
      return (.wordPiece(try wordPiece(vocabulary)), vocabulary)
    case "BPE":
      let vocabulary = try vocabulary()
      return (.bytePairs(try bytePairs(vocabulary)), vocabulary)
    case "Unigram": return try unigram()
    case let other: throw unsupported("the model \(other)")
    }
  }

  /// Files written before 2020 do not name it.
  private func modelType() throws(TokenizerError) -> String {
    if self["type"] == nil, self["merges"] != nil { return "BPE" }
    if self["type"] == nil, self["max_input_chars_per_word"] != nil { return "WordPiece" }
    return try type()
  }

  private func wordPiece(_ vocabulary: Vocabulary) throws(TokenizerError) -> WordPiece {
    try only([
      "type", "unk_token", "continuing_subword_prefix", "max_input_chars_per_word", "vocab",
    ])
    return WordPiece(
      vocabulary: vocabulary, unknown: try number(of: try bytes("unk_token"), in: vocabulary),
      prefix: try bytes("continuing_subword_prefix"),
      lengthLimit: try integer("max_input_chars_per_word"))
  }

  private func bytePairs(_ vocabulary: Vocabulary) throws(TokenizerError) -> BytePairs {
    try only([
      "type", "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix",
      "fuse_unk", "byte_fallback", "ignore_merges", "vocab", "merges",
    ])
    if let dropout = self["dropout"]?.number, dropout != 0 { throw unsupported("a dropout") }
    let prefix = self["continuing_subword_prefix"]?.bytes ?? []
    let unknown = self["unk_token"]?.bytes
    return BytePairs(
      vocabulary: TokenTrie(vocabulary), merges: try merges(vocabulary, prefix: prefix),
      prefix: prefix, suffix: self["end_of_word_suffix"]?.bytes ?? [],
      unknown: BytePairs.Unknown(
        token: try unknown.map { text throws(TokenizerError) in
          try number(of: text, in: vocabulary)
        },
        isFused: try flag("fuse_unk", otherwise: false),
        bytes: try flag("byte_fallback", otherwise: false) ? try byteTokens(vocabulary) : nil),
      takesWholeWords: try flag("ignore_merges", otherwise: false))
  }

  private func unigram() throws(TokenizerError) -> (model: TokenModel, vocabulary: Vocabulary) {
    try only(["type", "unk_id", "vocab", "byte_fallback"])
    var pieces: [(text: [UInt8]?, score: Double)] = []
    var vocabulary: Vocabulary = [:]
    for (number, entry) in try list("vocab").enumerated() {
      guard let pair = entry.list, pair.count == 2, let text = pair[0].bytes,
        let score = pair[1].number
      else { throw damaged("vocab[\(number)] is no text with a score") }
      pieces.append((text, score))
      vocabulary[text] = number
    }
    let unknown = try integer("unk_id")
    guard unknown < pieces.count else { throw damaged("unk_id is not in the vocabulary") }
    let bytes = try flag("byte_fallback", otherwise: false) ? try byteTokens(vocabulary) : nil
    return (.unigram(Unigram(pieces: pieces, unknown: unknown, bytes: bytes)), vocabulary)
  }

  private func vocabulary() throws(TokenizerError) -> Vocabulary {
    guard let members = self["vocab"]?.members else { throw damaged("vocab is no object") }
    var vocabulary = Vocabulary(minimumCapacity: members.count)
    for member in members {
      guard let number = member.value.integer, (0...Int(Int32.max)).contains(number) else {
        throw damaged("a token's number is no whole number")
      }
      vocabulary[member.key] = number
    }
    return vocabulary
  }

  /// Pairs as `"a b"`, or as `["a", "b"]` since 2024.
  private func merges(
    _ vocabulary: Vocabulary, prefix: [UInt8]
  ) throws(TokenizerError) -> [BytePairs.Pair: BytePairs.Merge] {
    var merges: [BytePairs.Pair: BytePairs.Merge] = [:]
    for (rank, entry) in try list("merges").enumerated() {
      let texts = entry.list?.compactMap(\.bytes) ?? entry.bytes?.split(at: UInt8(ascii: " ")) ?? []
      guard texts.count == 2 else { throw damaged("merges[\(rank)] is no pair") }
      let pair = BytePairs.Pair(
        left: try number(of: texts[0], in: vocabulary),
        right: try number(of: texts[1], in: vocabulary))
      let merged = texts[0] + texts[1].dropFirst(prefix.count)
      merges[pair] = BytePairs.Merge(rank: rank, token: try number(of: merged, in: vocabulary))
    }
    return merges
  }

  private func number(
    of token: [UInt8], in vocabulary: Vocabulary
  ) throws(TokenizerError) -> Int {
    guard let number = vocabulary[token] else {
      throw damaged("\"\(String(decoding: token, as: UTF8.self))\" is not in the vocabulary")
    }
    return number
  }

  /// The tokens `<0x00>` to `<0xFF>`.
  private func byteTokens(_ vocabulary: Vocabulary) throws(TokenizerError) -> [Int] {
    var tokens: [Int] = []
    for byte in 0...255 {
      let digits = String(byte, radix: 16, uppercase: true)
      let name = "<0x\(byte < 16 ? "0" : "")\(digits)>"
      tokens.append(try number(of: Array(name.utf8), in: vocabulary))
    }
    return tokens
  }
}

extension TokenTrie {
  init(_ vocabulary: [[UInt8]: Int]) {
    for (text, number) in vocabulary { insert(text, number) }
  }
}

extension [UInt8] {
  /// The parts between `byte`, empty ones with them.
  func split(at byte: UInt8) -> [[UInt8]] {
    split(separator: byte, omittingEmptySubsequences: false).map(Array.init)
  }
}
