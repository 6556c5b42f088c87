import Testing

@testable import EmendInference

@Suite struct TokenizerTests {
  private static let words = #"""
    {"version": "1.0", "model": {"type": "WordPiece", "unk_token": "[UNK]",
      "continuing_subword_prefix": "##", "max_input_chars_per_word": 8,
      "vocab": {"[UNK]": 0, "cat": 1, "##s": 2, "red": 3, ".": 4, "\u00e9": 5, "e\u0301": 6}},
    "pre_tokenizer": {"type": "BertPreTokenizer"}REST}
    """#

  private func tokenizer(_ rest: String = "") throws(TokenizerError) -> Tokenizer {
    let text = Self.words.replacing("REST", with: rest)
    return try Tokenizer(json: Array(text.utf8), file: "m/tokenizer.json")
  }

  @Test(arguments: [
    ("", []), ("red cats.", [3, 1, 2, 4]), ("catss", [1, 2, 2]), ("dog", [0]),
    ("catssssss", [0]), ("\u{e9} e\u{301}", [5, 6]),
  ])
  func wordsBecomeTheirLongestPieces(text: String, tokens: [Int]) throws {
    #expect(try tokenizer().tokens(of: text) == tokens)
  }

  @Test func aSequenceIsCutAndFilledUp() throws {
    let rest = #"""
      , "post_processor": {"type": "BertProcessing", "sep": [".", 4], "cls": ["red", 3]}
      """#
    let tokenizer = try tokenizer(rest)
    let exact = TokenLength.exactly(5, padding: 9)
    #expect(tokenizer.sequence(of: "cat").tokens == [3, 1, 4])
    let filled = tokenizer.sequence(of: "cat", length: exact)
    #expect(filled.tokens == [3, 1, 4, 9, 9])
    #expect(filled.mask == [1, 1, 1, 0, 0])
    #expect(tokenizer.sequence(of: "cat cats cats", length: exact).tokens == [3, 1, 1, 2, 4])
    let together = TokenLength(padding: TokenLength.Padding(length: nil, token: 9))
    let both = tokenizer.sequences(of: ["cat", "cats"], length: together)
    #expect(both.map(\.tokens) == [[3, 1, 4, 9], [3, 1, 2, 4]])
  }

  @Test(arguments: [
    (#", "normalizer": {"type": "NFKC"}"#, "normalizer: emend does not read the normalizer NFKC"),
    (
      #", "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "Nmt"}]}"#,
      "normalizer.normalizers[1]: emend does not read the normalizer Nmt"
    ),
    (#", "decoder": null, "extra": 1"#, #"emend does not read "extra""#),
    (#", "post_processor": {"type": "Odd"}"#, "post_processor: emend does not read the post-proc"),
    (
      #", "normalizer": {"type": "Replace", "pattern": {"Regex": "a(b|c)"}, "content": ""}"#,
      "normalizer: emend does not read ( in the regular expression a(b|c)"
    ),
    (
      #", "truncation": {"max_length": 8, "strategy": "OnlySecond", "stride": 0}"#,
      "truncation: emend does not read strategy OnlySecond"
    ),
    (#", "added_tokens": [{"id": 1, "content": "a", "odd": 1}]"#, #"added_tokens[0]: emend does"#),
    (#", "padding": {"strategy": {"Fixed": 3}, "pad_id": -1}"#, "padding: pad_id is no whole"),
    (
      #", "padding": {"strategy": {"Fixed": 1000000000}, "pad_id": 0}"#,
      "padding: no model reads more than 65536 tokens"
    ),
  ])
  func whatCannotBeDoneIsRefusedInASentenceThatNamesIt(rest: String, sentence: String) {
    #expect {
      try tokenizer(rest)
    } throws: { error in
      let message = (error as? TokenizerError)?.message ?? ""
      return message.hasPrefix("m/tokenizer.json: " + sentence)
    }
  }

  @Test(arguments: [
    "", "{", "[]", "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [\"a b\"]}}",
    "{\"model\": {\"type\": \"Unigram\", \"unk_id\": 1, \"vocab\": [[\"a\", 0]]}}",
    "{\"model\": \"\\ud800\"}",
    "{\"model\": {\"type\": \"WordPiece\", \"vocab\": {\"a\": 1.5}}}",
    String(repeating: "[", count: 100_000),
  ])
  func aDamagedFileIsNotRead(text: String) {
    #expect {
      try Tokenizer(json: Array(text.utf8), file: "m")
    } throws: { error in
      (error as? TokenizerError)?.code == .damaged
    }
  }

  @Test func aFolderWithoutATokenizerSaysWhatIsMissing() throws {
    let folder = try TemporaryFolder()
    #expect {
      try Tokenizer(folder: folder.path)
    } throws: { error in
      (error as? TokenizerError)?.message.hasPrefix("\(folder.path) has no tokenizer.json") ?? false
    }
  }

  @Test func aVocabularyAloneIsBertsOrClips() throws {
    var folder = try TemporaryFolder()
    _ = try folder.write("bert/vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nred\ncafe\r\n##s\n")
    #expect(
      try Tokenizer(folder: folder.path + "/bert").sequence(of: "RED cafés").tokens
        == [2, 5, 6, 7, 3])
    _ = try folder.write("bert/tokenizer_config.json", #"{"do_lower_case": false}"#)
    #expect(
      try Tokenizer(folder: folder.path + "/bert").sequence(of: "RED red").tokens == [2, 1, 5, 3])
    let names = #"{"a": 0, "b</w>": 1, "ab</w>": 2, "<|startoftext|>": 3, "<|endoftext|>": 4}"#
    _ = try folder.write("clip/vocab.json", names)
    _ = try folder.write("clip/merges.txt", "#version: 0.2\na b</w>\n")
    #expect(
      try Tokenizer(folder: folder.path + "/clip").sequence(of: "AB").tokens == [3, 2, 4])
    _ = try folder.write("gpt/vocab.json", #"{"a": 0}"#)
    _ = try folder.write("gpt/merges.txt", "")
    #expect(throws: TokenizerError.self) { try Tokenizer(folder: folder.path + "/gpt") }
  }
}
