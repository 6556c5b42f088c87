// How a text is prepared, as a tokenizer's file says it.
extension TokenizerPart {
  /// What a `normalizer` does, in order.
  func normalizers() throws(TokenizerError) -> [TextNormalizer] {
    switch try type() {
    case "Sequence":
      try only(["type", "normalizers"])
      var all: [TextNormalizer] = []
      for part in try parts("normalizers") { all += try part.normalizers() }
      return all
    case "BertNormalizer": return [.bert(try bertCleaning())]
    case "NFC": return [.form(try plain(.composed))]
    case "NFD": return [.form(try plain(.decomposed))]
    case "Lowercase": return [try plain(.lowercase)]
    case "Strip":
      try only(["type", "strip_left", "strip_right"])
      return [.strip(left: try flag("strip_left"), right: try flag("strip_right"))]
    case "Replace":
      try only(["type", "pattern", "content"])
      let content = Array(try string("content").unicodeScalars)
      return [.replace(try pattern(), with: content)]
    case "Precompiled":
      try only(["type", "precompiled_charsmap"])
      guard let bytes = Base64.bytes(try bytes("precompiled_charsmap")),
        let map = CharacterMap(bytes)
      else { throw damaged("precompiled_charsmap is no table of characters") }
      return [.rewrite(map)]
    case let other: throw unsupported("the normalizer \(other)")
    }
  }

  /// What a `pre_tokenizer` does, in order.
  func splitters() throws(TokenizerError) -> [WordSplitter] {
    switch try type() {
    case "Sequence":
      try only(["type", "pretokenizers"])
      var all: [WordSplitter] = []
      for part in try parts("pretokenizers") { all += try part.splitters() }
      return all
    case "BertPreTokenizer": return [try plain(.bert)]
    case "WhitespaceSplit": return [try plain(.whitespace)]
    case "Split":
      try only(["type", "pattern", "behavior", "invert"])
      let name = try string("behavior")
      guard let split = TextSplit(rawValue: name) else { throw unsupported("behavior \(name)") }
      return [.split(try pattern(), split, inverted: try flag("invert"))]
    case "ByteLevel":
      try only(["type", "add_prefix_space", "trim_offsets", "use_regex"])
      let addsPrefix = try flag("add_prefix_space")
      let usesPattern = try flag("use_regex", otherwise: true)
      return [.byteLevel(addsPrefix: addsPrefix, usesPattern: usesPattern)]
    case "Metaspace": return [try metaspace()]
    case let other: throw unsupported("the pre-tokenizer \(other)")
    }
  }

  /// `value`, for a part that has nothing but its kind.
  private func plain<Value>(_ value: Value) throws(TokenizerError) -> Value {
    try only(["type"])
    return value
  }

  private func bertCleaning() throws(TokenizerError) -> BertCleaning {
    try only(["type", "clean_text", "handle_chinese_chars", "strip_accents", "lowercase"])
    let lowercases = try flag("lowercase")
    return BertCleaning(
      cleansText: try flag("clean_text"), separatesChinese: try flag("handle_chinese_chars"),
      stripsAccents: try flag("strip_accents", otherwise: lowercases), lowercases: lowercases)
  }

  private func metaspace() throws(TokenizerError) -> WordSplitter {
    try only(["type", "replacement", "add_prefix_space", "prepend_scheme", "split", "str_rep"])
    let replacement = Array(try string("replacement").unicodeScalars)
    guard let mark = replacement.first, replacement.count == 1 else {
      throw damaged("replacement is not one character")
    }
    let scheme = self["prepend_scheme"]?.string ?? "always"
    // `first` depends on where a normalized text began before it was normalized.
    guard scheme == "always" || scheme == "never" else {
      throw unsupported("prepend_scheme \(scheme)")
    }
    let addsPrefix = try flag("add_prefix_space", otherwise: true) && scheme == "always"
    return .metaspace(mark, addsPrefix: addsPrefix, splits: try flag("split", otherwise: true))
  }

  private func pattern() throws(TokenizerError) -> TextPattern {
    guard let part = try part("pattern") else { throw damaged("pattern is missing") }
    try part.only(["String", "Regex"])
    guard let expression = part["Regex"]?.string else {
      let text = Array(try part.string("String").unicodeScalars)
      guard !text.isEmpty else { throw unsupported("an empty pattern") }
      return .literal(text)
    }
    do throws(TextPatternReader.Unreadable) {
      return try TextPatternReader.pattern(expression)
    } catch {
      throw unsupported("\(error.part) in the regular expression \(expression)")
    }
  }
}
