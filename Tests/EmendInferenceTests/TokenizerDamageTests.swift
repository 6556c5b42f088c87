import EmendTestSupport
import Testing

@testable import EmendInference

/// A file that somebody else made may be anything; it is refused, or it works.
@Suite struct TokenizerDamageTests {
  private static let file = #"""
    {"version": "1.0", "truncation": {"direction": "Right", "max_length": 4, "strategy":
      "LongestFirst", "stride": 0}, "padding": {"strategy": {"Fixed": 6}, "direction": "Right",
      "pad_to_multiple_of": null, "pad_id": 0, "pad_type_id": 0, "pad_token": "a"},
    "added_tokens": [{"id": 5, "content": "<x>", "single_word": true, "lstrip": true,
      "rstrip": true, "normalized": true, "special": true}],
    "normalizer": {"type": "Sequence", "normalizers": [{"type": "Lowercase"},
      {"type": "Precompiled", "precompiled_charsmap": "DAAAAAAAAAAAAAAAAAAAAGEA"},
      {"type": "Replace", "pattern": {"Regex": "[!-\\]]|\\s{2,}"}, "content": " "},
      {"type": "Strip", "strip_left": true, "strip_right": true}]},
    "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always"},
    "post_processor": {"type": "TemplateProcessing", "single": [{"Sequence": {"id": "A",
      "type_id": 0}}, {"SpecialToken": {"id": "a", "type_id": 1}}],
      "special_tokens": {"a": {"id": "a", "ids": [3], "tokens": ["a"]}}},
    "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always"},
    "model": {"type": "Unigram", "unk_id": 0, "byte_fallback": false, "vocab": [["<unk>", 0],
      ["▁a", -1.5], ["b", -2e0], ["a", -3.25], ["▁", -4]]}}
    """#

  /// Reads it, and uses what was read.
  private func tryFile(_ bytes: [UInt8]) {
    guard let tokenizer = try? Tokenizer(json: bytes, file: "m") else { return }
    for text in ["", "ab <x> A!\u{e9}\u{301}", "  \u{2581}\n"] {
      let sequence = tokenizer.sequence(of: text)
      #expect(sequence.types.count == sequence.tokens.count)
      _ = try? TokenSpeller(tokenizer).text(of: sequence.tokens)
    }
  }

  @Test func theFileIsReadWhole() throws {
    let tokenizer = try Tokenizer(json: Array(Self.file.utf8), file: "m")
    #expect(tokenizer.sequence(of: "ab A <x>").tokens == [1, 2, 1, 3, 0, 0])
  }

  /// A SentencePiece file with the pieces `<unk>`, `</s>`, `▁a` and `b`.
  private static let pieces: [UInt8] = {
    let pieces: [(text: String, kind: UInt8)] = [("<unk>", 2), ("</s>", 3), ("▁a", 1), ("b", 1)]
    return pieces.flatMap { piece in
      let text = [UInt8(0x0a), UInt8(piece.text.utf8.count)] + piece.text.utf8
      // The score is -1, a number of 32 bits.
      let fields = text + [0x15, 0, 0, 0x80, 0xbf, 0x18, piece.kind]
      return [0x0a, UInt8(fields.count)] + fields
    }
  }()

  private func tokenizer(pieces: [UInt8], settings: String?) throws -> Tokenizer {
    let part = try settings.map { text in
      let value = try TokenizerJSONReader.value(in: Array(text.utf8), file: "c")
      return try TokenizerPart(value, file: "c", place: "")
    }
    return try Tokenizer(siglipPieces: pieces, file: "spiece.model", settings: part)
  }

  @Test func piecesAreReadWhereTheyAreSiglips() throws {
    let settings = #"{"tokenizer_class": "SiglipTokenizer"}"#
    let tokenizer = try tokenizer(pieces: Self.pieces, settings: settings)
    #expect(tokenizer.sequence(of: " A, b!").tokens == [2, 0, 3, 1])
    for other in [nil, #"{"tokenizer_class": "T5Tokenizer"}"#] {
      #expect {
        try self.tokenizer(pieces: Self.pieces, settings: other)
      } throws: { error in
        (error as? TokenizerError)?.code == .unsupported
      }
    }
    var random = SeededGenerator(seed: 4)
    for end in Self.pieces.indices {
      _ = try? self.tokenizer(pieces: Array(Self.pieces[..<end]), settings: settings)
      var changed = Self.pieces
      changed[end] = UInt8.random(in: 0...255, using: &random)
      _ = try? self.tokenizer(pieces: changed, settings: settings).sequence(of: "a b")
    }
  }

  @Test func aCutFileIsRefusedOrRead() {
    let bytes = Array(Self.file.utf8)
    for end in bytes.indices { tryFile(Array(bytes[..<end])) }
  }

  @Test func aFileWithOtherBytesIsRefusedOrRead() {
    let bytes = Array(Self.file.utf8)
    var random = SeededGenerator(seed: 20_261_121)
    for _ in 0..<3000 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: changed.indices, using: &random)
        // Mostly what means something in such a file.
        changed[place] =
          Bool.random(using: &random)
          ? UInt8.random(in: 0...255, using: &random)
          : Array("{}[]\",:0123456789-.eAaz\\".utf8).randomElement(using: &random) ?? 0
      }
      tryFile(changed)
    }
  }
}
