// What is done after the model, and added tokens, as a tokenizer's file says it.
extension TokenizerPart {
  /// What a `post_processor` puts around a text, for one text alone.
  func template() throws(TokenizerError) -> TokenTemplate {
    switch try type() {
    case "TemplateProcessing":
      try only(["type", "single", "pair", "special_tokens"])
      return try filledTemplate()
    case "RobertaProcessing", "BertProcessing":
      try only(["type", "sep", "cls", "trim_offsets", "add_prefix_space"])
      return TokenTemplate(
        before: [try numberedToken("cls")], after: [try numberedToken("sep")],
        typesBefore: [0], typesAfter: [0])
    // It moves the places of tokens in the text, which nothing here asks for.
    case "ByteLevel": return TokenTemplate()
    case "Sequence":
      var templates: [TokenTemplate] = []
      for part in try parts("processors") { templates.append(try part.template()) }
      let adding = templates.filter { $0 != TokenTemplate() }
      guard adding.count < 2 else { throw unsupported("two templates, one after the other") }
      return adding.first ?? TokenTemplate()
    case let other: throw unsupported("the post-processor \(other)")
    }
  }

  private func filledTemplate() throws(TokenizerError) -> TokenTemplate {
    var template = TokenTemplate()
    var texts = 0
    for piece in try parts("single") {
      if let text = try piece.part("Sequence") {
        texts += 1
        template.type = try text.integer("type_id")
        guard try text.string("id") == "A" else { throw unsupported("a template of two texts") }
      } else if let special = try piece.part("SpecialToken") {
        let tokens = try specialTokens(try special.string("id"))
        let types = Array(repeating: try special.integer("type_id"), count: tokens.count)
        if texts == 0 {
          template.before += tokens
          template.typesBefore += types
        } else {
          template.after += tokens
          template.typesAfter += types
        }
      }
    }
    guard texts == 1 else { throw unsupported("a template without the text, or with it twice") }
    return template
  }

  private func specialTokens(_ name: String) throws(TokenizerError) -> [Int] {
    guard let token = try part("special_tokens")?.part(name) else {
      throw damaged("special_tokens has no \(name)")
    }
    let numbers = try token.list("ids").compactMap(\.integer)
    guard !numbers.isEmpty else { throw token.damaged("ids holds no number") }
    return numbers
  }

  /// The number in `["[CLS]", 101]`.
  private func numberedToken(_ key: String) throws(TokenizerError) -> Int {
    guard let number = try list(key).last?.integer else { throw damaged("\(key) has no number") }
    return number
  }

  /// What an entry of `added_tokens` says.
  func addedToken() throws(TokenizerError) -> AddedToken {
    try only([
      "id", "content", "single_word", "lstrip", "rstrip", "normalized", "special",
    ])
    return AddedToken(
      number: try integer("id"), content: Array(try string("content").unicodeScalars),
      isWholeWord: try flag("single_word", otherwise: false),
      stripsLeft: try flag("lstrip", otherwise: false),
      stripsRight: try flag("rstrip", otherwise: false),
      isNormalized: try flag("normalized", otherwise: true),
      isSpecial: try flag("special", otherwise: false))
  }

  // MARK: Length

  /// What the whole file's `truncation` and `padding` say.
  func length() throws(TokenizerError) -> TokenLength {
    var length = TokenLength()
    if let truncation = try part("truncation") {
      try truncation.only(["direction", "max_length", "strategy", "stride"])
      guard truncation["strategy"]?.string != "OnlySecond" else {
        throw truncation.unsupported("strategy OnlySecond")
      }
      length.limit = try truncation.integer("max_length")
      length.cutSide = try truncation.side()
    }
    length.padding = try part("padding")?.padding()
    return length
  }

  /// The length that is taken for a mistake; the longest text encoders here read 512 tokens.
  private static var lengthLimit: Int { 1 << 16 }

  private func padding() throws(TokenizerError) -> TokenLength.Padding {
    try only([
      "strategy", "direction", "pad_to_multiple_of", "pad_id", "pad_type_id", "pad_token",
    ])
    var padding = TokenLength.Padding(length: nil, token: try integer("pad_id"))
    if self["strategy"]?.string != "BatchLongest" {
      guard let strategy = try part("strategy") else { throw damaged("strategy is missing") }
      padding.length = try strategy.integer("Fixed")
    }
    padding.multiple = max(1, try integer("pad_to_multiple_of", otherwise: 1))
    guard max(padding.length ?? 0, padding.multiple) <= Self.lengthLimit else {
      throw damaged("no model reads more than \(Self.lengthLimit) tokens")
    }
    padding.type = try integer("pad_type_id", otherwise: 0)
    padding.side = try side()
    return padding
  }

  private func side() throws(TokenizerError) -> TokenLength.Side {
    guard let name = self["direction"]?.string else { return .right }
    guard let side = TokenLength.Side(rawValue: name) else {
      throw damaged("direction is neither Left nor Right")
    }
    return side
  }
}
