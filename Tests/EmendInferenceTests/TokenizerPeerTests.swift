import Testing

@testable import EmendInference

/// What `Tests/Peers/text/make_cases.py` wrote, below the folder that EMEND_PEER_CASES names.
private struct TextCases {
  static var folder: String? { TestFiles.variable("EMEND_PEER_CASES").map { $0 + "/text" } }

  /// The tokenizers; none where the folder is not there.
  static let names =
    folder.flatMap { try? TestFiles.table("\($0)/names.txt") }?.flatMap(\.self) ?? []

  let folder: String
  let texts: [String]

  init() throws {
    guard let folder = Self.folder else { throw TestFiles.MissingFile(path: "EMEND_PEER_CASES") }
    self.folder = folder
    texts = try Self.texts("\(folder)/texts.bin")
  }

  /// The tokenizers that turn tokens back into text.
  static let spellers = names.filter { name in
    folder.map { Folder.hasFile(at: "\($0)/\(name)/spelt.bin") } ?? false
  }

  func spelt(_ name: String) throws -> [String] { try Self.texts("\(folder)/\(name)/spelt.bin") }

  /// Rows of tokens, and what transformers makes of each.
  func cleaned(_ name: String) throws -> [(tokens: [Int], text: String)] {
    var reader = NumberReader(bytes: try TestFiles.bytes("\(folder)/\(name)/random.bin"))
    var rows: [[Int]] = []
    while let count = reader.number() {
      rows.append((0..<count).compactMap { _ in reader.number() })
    }
    return Array(zip(rows, try Self.texts("\(folder)/\(name)/cleaned.bin")))
  }

  private static func texts(_ path: String) throws -> [String] {
    var reader = NumberReader(bytes: try TestFiles.bytes(path))
    var texts: [String] = []
    while let length = reader.number() {
      texts.append(String(decoding: reader.bytes(length), as: UTF8.self))
    }
    return texts
  }

  func tokenizer(_ name: String) throws -> Tokenizer {
    try Tokenizer(folder: "\(folder)/\(name)")
  }

  func expected(_ name: String) throws -> [TokenSequence] {
    var reader = NumberReader(bytes: try TestFiles.bytes("\(folder)/\(name)/expected.bin"))
    var sequences: [TokenSequence] = []
    while let count = reader.number() {
      var sequence = TokenSequence(
        tokens: (0..<count).compactMap { _ in reader.number() }, types: [])
      sequence.types = reader.bytes(count).map(Int.init)
      sequence.mask = reader.bytes(count).map(Int.init)
      sequences.append(sequence)
    }
    return sequences
  }
}

/// Reads little-endian numbers of 32 bits, and bytes.
private struct NumberReader {
  let bytes: [UInt8]
  var place = 0

  mutating func number() -> Int? {
    guard place + 4 <= bytes.count else { return nil }
    let start = place
    place += 4
    return bytes.withUnsafeBytes {
      Int(UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: start, as: UInt32.self)))
    }
  }

  mutating func bytes(_ count: Int) -> ArraySlice<UInt8> {
    defer { place += count }
    return bytes[place..<place + count]
  }
}

@Suite(.enabled(if: TextCases.folder != nil, "EMEND_PEER_CASES names no folder"))
struct TokenizerPeerTests {
  @Test(arguments: TextCases.names)
  func everyTextHasTheTokensThatHuggingFaceGivesIt(name: String) throws {
    let cases = try TextCases()
    let tokenizer = try cases.tokenizer(name)
    let expected = try cases.expected(name)
    let isFull = ["bert", "clip", "roberta", "siglip"].contains(name)
    #expect(expected.count >= (isFull ? 10_000 : 2_500))
    let wrong = zip(cases.texts, expected).filter { tokenizer.sequence(of: $0) != $1 }
    #expect(wrong.isEmpty, "\(wrong.count) texts, the first \(wrong.first as Any)")
  }

  @Test(arguments: TextCases.spellers)
  func tokensBecomeTheTextThatHuggingFaceMakesOfThem(name: String) throws {
    let cases = try TextCases()
    let speller = try TokenSpeller(cases.tokenizer(name))
    let wrong = zip(try cases.expected(name), try cases.spelt(name)).filter { expected, text in
      !speller.text(of: expected.tokens).utf8.elementsEqual(text.utf8)
    }
    #expect(wrong.isEmpty, "\(wrong.count) texts, the first \(wrong.first as Any)")
  }

  @Test(arguments: TextCases.spellers)
  func tokensInAnyOrderBecomeTheTextThatTransformersMakesOfThem(name: String) throws {
    let cases = try TextCases()
    let speller = try TokenSpeller(folder: "\(cases.folder)/\(name)")
    let rows = try cases.cleaned(name)
    #expect(rows.count == 3000)
    let wrong = rows.filter { !speller.text(of: $0.tokens).utf8.elementsEqual($0.text.utf8) }
    #expect(wrong.isEmpty, "\(wrong.count) rows, the first \(wrong.first as Any)")
  }

  @Test func noKindOfTokenizerIsMissing() {
    #expect(TextCases.names.count == 12)
    #expect(TextCases.spellers.count == 4)
  }
}
