import Testing

@testable import EmendInference

/// Each character below 0x20000 against Hugging Face's tokenizers; the texts of
/// ``TokenizerPeerTests`` hold too few of those that Unicode's versions call different things.
@Suite(
  .enabled(
    if: TestFiles.variable("EMEND_PEER_CASES") != nil, "EMEND_PEER_CASES names no folder"))
struct ScalarPeerTests {
  private let folder =
    (TestFiles.variable("EMEND_PEER_CASES") ?? "") + "/text/characters"
  private let scalars = (0..<UInt32(0x20000)).compactMap(Unicode.Scalar.init)

  @Test func everyCharacterIsOfTheKindThatHuggingFaceSays() throws {
    let expected = try TestFiles.bytes("\(folder)/kinds.bin")
    #expect(expected.count == scalars.count)
    let wrong = zip(scalars, expected).filter { Self.kinds(of: $0) != $1 }
    #expect(wrong.isEmpty, "\(wrong.count) characters, the first \(wrong.first as Any)")
  }

  private static func kinds(of scalar: Unicode.Scalar) -> UInt8 {
    let cleaning = BertCleaning(
      cleansText: true, separatesChinese: false, stripsAccents: false, lowercases: false)
    let found = [
      cleaning.cleaned([scalar]).isEmpty, scalar.isSpace, scalar.isPunctuationInUnicode8,
      scalar.isNonspacingMarkInUnicode8, scalar.isLetterInUnicode16, scalar.isNumberInUnicode16,
    ]
    return found.enumerated().reduce(0) { $0 | ($1.element ? 1 << $1.offset : 0) }
  }

  @Test func everyCharacterBecomesWhatHuggingFaceMakesOfIt() throws {
    try compare("lower") { $0.lowercased }
    try compare("nfd", CanonicalForm.decomposed.of)
    try compare("nfc", CanonicalForm.composed.of)
  }

  @Test func marksGoWhereHuggingFacePutsThem() throws {
    let rows = try TestFiles.table("\(folder)/sequences.txt").map { $0.map(Self.scalars) }
    #expect(rows.count == 5000)
    let wrong = rows.filter { row in
      CanonicalForm.decomposed.of(row[0]) != row[1] || CanonicalForm.composed.of(row[0]) != row[2]
    }
    #expect(wrong.isEmpty, "\(wrong.count) sequences, the first \(wrong.first as Any)")
  }

  /// The characters whose numbers stand between the points of `word`.
  private static func scalars(_ word: String) -> [Unicode.Scalar] {
    word.split(separator: ".").compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) }
  }

  private func compare(
    _ name: String, _ made: ([Unicode.Scalar]) -> [Unicode.Scalar]
  ) throws {
    var expected: [Unicode.Scalar: [Unicode.Scalar]] = [:]
    for row in try TestFiles.table("\(folder)/\(name).txt") {
      let row = row.compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) }
      expected[row[0]] = Array(row.dropFirst())
    }
    #expect(expected.count > 500)
    let wrong = scalars.filter { made([$0]) != expected[$0] ?? [$0] }
    #expect(wrong.isEmpty, "\(name): \(wrong.count) characters, the first \(wrong.first as Any)")
  }
}
