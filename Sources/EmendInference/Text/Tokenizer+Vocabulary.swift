// What a vocabulary without a tokenizer.json stands for: the declarations are those that
// transformers 5.23 makes (tokenization_bert.py, tokenization_clip.py).
extension Tokenizer {
  /// BERT's tokenizer with the vocabulary of a `vocab.txt`, a token a line.
  ///
  /// `settings` is `tokenizer_config.json`, which may say `do_lower_case` and its like.
  /// - Throws: ``TokenizerError``.
  init(
    bertVocabulary bytes: [UInt8], file: String, settings: TokenizerPart?
  ) throws(TokenizerError) {
    let lowercases = try settings?.flag("do_lower_case", otherwise: true) ?? true
    let separates = try settings?.flag("tokenize_chinese_chars", otherwise: true) ?? true
    let strips = try settings?.flag("strip_accents", otherwise: lowercases) ?? lowercases
    let steps = """
      {"normalizer": {"type": "BertNormalizer", "clean_text": true,
        "handle_chinese_chars": \(separates), "strip_accents": \(strips),
        "lowercase": \(lowercases)},
      "pre_tokenizer": {"type": "BertPreTokenizer"},
      "decoder": {"type": "WordPiece", "prefix": "##"}}
      """
    let vocabulary = bytes.lines.enumerated().map { ($1, TokenizerJSON.number(Double($0))) }
    try self.init(
      steps: steps,
      model: [
        ("type", .text("WordPiece")), ("unk_token", .text("[UNK]")),
        ("continuing_subword_prefix", .text("##")), ("max_input_chars_per_word", .number(100)),
        ("vocab", .object(vocabulary)),
      ],
      special: ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], around: ("[CLS]", "[SEP]"),
      file: file)
  }

  /// CLIP's tokenizer with the vocabulary of a `vocab.json` and the pairs of a `merges.txt`.
  ///
  /// - Throws: ``TokenizerError``.
  init(
    clipVocabulary bytes: [UInt8], merges: [UInt8], file: String
  ) throws(TokenizerError) {
    let words =
      #"<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|"#
      + #"[^\\s\\p{L}\\p{N}]+"#
    let steps = #"""
      {"normalizer": {"type": "Sequence", "normalizers": [{"type": "NFC"},
        {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "}, {"type": "Lowercase"}]},
      "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
        {"type": "Split", "behavior": "Removed", "invert": true, "pattern": {"Regex":
          "\#(words)"}},
        {"type": "ByteLevel", "add_prefix_space": false}]},
      "decoder": {"type": "ByteLevel"}}
      """#
    let pairs = merges.lines.filter { !$0.isEmpty && !$0.starts(with: "#version".utf8) }
    let vocabulary = try TokenizerJSONReader.value(in: bytes, file: file)
    // GPT-2's files have the same names, and other words.
    guard vocabulary.members?.contains(where: { $0.key.ends(with: "</w>") }) ?? false else {
      throw TokenizerError(
        .unsupported, "\(file) is not CLIP's; copy the model's tokenizer.json beside it")
    }
    try self.init(
      steps: steps,
      model: [
        ("type", .text("BPE")), ("unk_token", .text("<|endoftext|>")),
        ("end_of_word_suffix", .text("</w>")), ("vocab", vocabulary),
        ("merges", .list(pairs.map(TokenizerJSON.text))),
      ],
      special: ["<|startoftext|>", "<|endoftext|>"],
      around: ("<|startoftext|>", "<|endoftext|>"), file: file)
  }

  /// Puts the parts together as a `tokenizer.json` would.
  private init(
    steps: String, model members: [(String, TokenizerJSON)], special: [String],
    around ends: (before: String, after: String), file: String
  ) throws(TokenizerError) {
    let steps = try TokenizerJSONReader.value(in: Array(steps.utf8), file: file)
    let part = try TokenizerPart(steps, file: file, place: "")
    let declared = TokenizerJSON.object(members.map { (Array($0.0.utf8), $0.1) })
    let (model, vocabulary) = try TokenizerPart(declared, file: file, place: "").model()
    var added: [AddedToken] = []
    for name in special {
      guard let number = vocabulary[Array(name.utf8)] else {
        throw TokenizerError(
          .damaged, "\(file): it has no token \(name); copy the model's tokenizer.json beside it")
      }
      added.append(
        AddedToken(number: number, content: Array(name.unicodeScalars), isSpecial: true))
    }
    let template = TokenTemplate(
      before: vocabulary[Array(ends.before.utf8)].map { [$0] } ?? [],
      after: vocabulary[Array(ends.after.utf8)].map { [$0] } ?? [],
      typesBefore: [0], typesAfter: [0])
    self.init(
      added: added, normalizers: try part.part("normalizer")?.normalizers() ?? [],
      splitters: try part.part("pre_tokenizer")?.splitters() ?? [], model: model,
      template: template, length: TokenLength(), vocabulary: vocabulary,
      spelling: try part.part("decoder")?.spelling() ?? .unsupported("null"))
  }
}

extension TokenizerJSON {
  fileprivate static func text(_ text: String) -> TokenizerJSON { .text(Array(text.utf8)) }
}

extension [UInt8] {
  /// The lines without their ends.
  fileprivate var lines: [[UInt8]] {
    var lines = split(at: 0x0a).map { $0.last == 0x0d ? Swift.Array($0.dropLast()) : $0 }
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines
  }

  fileprivate func ends(with text: String) -> Bool {
    suffix(text.utf8.count).elementsEqual(text.utf8)
  }
}
