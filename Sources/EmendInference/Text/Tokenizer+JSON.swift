extension Tokenizer {
  /// The tokenizer that a `tokenizer.json` declares.
  ///
  /// - Parameters:
  ///   - bytes: the file's content.
  ///   - file: its path, for sentences.
  /// - Throws: ``TokenizerError``; of code `unsupported` where the file asks for anything that is
  ///   not done here, because numbers that are almost right make a model answer something else.
  /// - Complexity: O(bytes)
  public init(json bytes: [UInt8], file: String) throws(TokenizerError) {
    let value = try TokenizerJSONReader.value(in: bytes, file: file)
    let part = try TokenizerPart(value, file: file, place: "")
    try part.only([
      "version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer",
      "post_processor", "decoder", "model",
    ])
    guard let declared = try part.part("model") else { throw part.damaged("model is missing") }
    let (model, vocabulary) = try declared.model()
    self.init(
      added: part["added_tokens"] == nil ? [] : try Self.addedTokens(in: part),
      normalizers: try part.part("normalizer")?.normalizers() ?? [],
      splitters: try part.part("pre_tokenizer")?.splitters() ?? [],
      model: model, template: try part.part("post_processor")?.template() ?? TokenTemplate(),
      length: try part.length(), vocabulary: vocabulary,
      spelling: try part.part("decoder")?.spelling() ?? .unsupported("null"))
  }

  private static func addedTokens(in part: TokenizerPart) throws(TokenizerError) -> [AddedToken] {
    var tokens: [AddedToken] = []
    for entry in try part.parts("added_tokens") { tokens.append(try entry.addedToken()) }
    return tokens
  }

  init(
    added: [AddedToken], normalizers: [TextNormalizer], splitters: [WordSplitter],
    model: TokenModel, template: TokenTemplate, length: TokenLength, vocabulary: [[UInt8]: Int],
    spelling: TokenSpeller.Rule
  ) {
    self.spelling = spelling
    self.added = AddedTokens(added, normalizers: normalizers)
    self.splitters = splitters
    self.model = model
    self.template = template
    declaredLength = length
    let numbers = added.map { ($0.content.utf8, $0.number) }
    self.vocabulary = vocabulary.merging(numbers) { _, added in added }
  }
}
