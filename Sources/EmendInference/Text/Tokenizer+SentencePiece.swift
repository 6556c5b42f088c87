extension Tokenizer {
  /// SigLIP's tokenizer with the pieces of a `spiece.model`: transformers 5 saves nothing else.
  ///
  /// `settings` is `tokenizer_config.json`, which has to say that the file is SigLIP's: T5 and
  /// others call theirs the same. What looks like a special token is text here.
  /// - Throws: ``TokenizerError``. Source: `tokenization_siglip.py` of transformers 5.23.
  init(
    siglipPieces bytes: [UInt8], file: String, settings: TokenizerPart?
  ) throws(TokenizerError) {
    guard settings?["tokenizer_class"]?.string == "SiglipTokenizer" else {
      throw TokenizerError(
        .unsupported,
        "\(file): no tokenizer_config.json says that it is SigLIP's; copy the model's "
          + "tokenizer.json beside it")
    }
    let model = try SentencePieceFile(bytes, file: file)
    guard let unknown = model.unknown, let end = model.vocabulary[Array("</s>".utf8)] else {
      throw TokenizerError(
        .damaged, "\(file): it has no token </s>; copy the file from the model again")
    }
    let lowercases = try settings?.flag("do_lower_case", otherwise: true) ?? true
    self.init(
      added: [AddedToken(number: end, content: [], isSpecial: true)],
      normalizers: Self.siglipSteps(lowercases: lowercases, model.map),
      splitters: [.metaspace("\u{2581}", addsPrefix: true, splits: false)],
      model: .unigram(Unigram(pieces: model.pieces, unknown: unknown, bytes: nil)),
      template: TokenTemplate(after: [end], typesAfter: [0]), length: TokenLength(),
      vocabulary: model.vocabulary, spelling: .marks("\u{2581}", dropsFirst: true))
  }

  private static func siglipSteps(
    lowercases: Bool, _ map: CharacterMap?
  ) -> [TextNormalizer] {
    let punctuation: [ScalarSet.Member] = [
      .range("!"..."/"), .range(":"..."@"), .range("["..."`"), .range("{"..."~"),
    ]
    // Python counts the four separators among white space.
    let space: [ScalarSet.Member] = [.space, .range("\u{1c}"..."\u{1f}")]
    let blank: [ScalarSet.Member] = [.range(" "..." ")]
    return [.replace(.literal(["\u{2581}"]), with: [" "])]
      + (lowercases ? [.lowercaseInContext] : [])
      + [
        .replace(.run(of: punctuation), with: []), .replace(.run(of: space), with: [" "]),
      ]
      + (map.map { [.rewriteLongest($0)] } ?? [])
      + [.replace(.run(of: blank), with: [" "]), .strip(left: true, right: true)]
  }
}

extension TextPattern {
  /// One or more characters of a set.
  fileprivate static func run(of members: [ScalarSet.Member]) -> TextPattern {
    TextPattern(alternatives: [[.characters(ScalarSet(members: members), 1...Int.max)]])
  }
}
