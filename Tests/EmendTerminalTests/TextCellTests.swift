import EmendCore
import Testing

@testable import EmendTerminal

@Suite struct TextCellTests {
  init() { CursesScreen.useUTF8() }

  /// The text as cells show it: a wide character takes two, `_` stands for padding.
  private func shown(_ text: String, columns: Int) -> String {
    let placed = PlacedText(
      at: CellPoint(column: 0, row: 0), columns: columns, runs: [TextRun(text, .status)])
    let cells = placed.cells()
    #expect(cells.map(\.columns).reduce(0, +) == columns, "fills exactly \(columns) cells")
    #expect(cells.allSatisfy { $0.role == .status })
    return String(
      String.UnicodeScalarView(cells.flatMap(\.scalars).compactMap(Unicode.Scalar.init)))
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var columns: Int
    var expected: String
  }

  @Test(arguments: [
    Case(testDescription: "padded", text: "ab", columns: 4, expected: "ab  "),
    Case(testDescription: "cut", text: "abcdef", columns: 4, expected: "abcd"),
    Case(testDescription: "no cells", text: "abc", columns: 0, expected: ""),
    Case(testDescription: "wide characters", text: "日本", columns: 4, expected: "日本"),
    Case(testDescription: "a wide one at the edge", text: "日本", columns: 3, expected: "日 "),
    Case(testDescription: "a combining mark", text: "e\u{301}x", columns: 2, expected: "e\u{301}x"),
    Case(testDescription: "a mark without a letter", text: "\u{301}x", columns: 2, expected: "x "),
    Case(
      testDescription: "more marks than a cell holds",
      text: "e" + String(repeating: "\u{301}", count: 9), columns: 1,
      expected: "e" + String(repeating: "\u{301}", count: 4)),
    Case(testDescription: "a family of three", text: "👩‍👩‍👧", columns: 8, expected: "👩👩👧  "),
    Case(
      testDescription: "an emoji's variation selector", text: "❤\u{fe0f}!", columns: 3,
      expected: "❤! "),
    Case(
      testDescription: "an escape sequence", text: "\u{1b}[2Jx\r\n\u{9b}31m\u{7f}", columns: 14,
      expected: "·[2Jx···31m·  "),
    Case(
      testDescription: "text turned around", text: "a\u{202e}gnp.exe\u{2066}\u{200f}", columns: 11,
      expected: "a·gnp.exe··"),
  ])
  func cellsOf(_ example: Case) {
    #expect(shown(example.text, columns: example.columns) == example.expected)
  }

  @Test func everyScalarFillsItsCells() {
    for value in stride(from: UInt32(0), through: 0x2ffff, by: 7) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      _ = shown("a\(scalar)b", columns: 5)
    }
  }

  @Test func eachRunKeepsItsRoleAndTheLastOneFillsTheRow() {
    let text = PlacedText(
      at: CellPoint(column: 0, row: 0), columns: 4,
      runs: [TextRun("a", .hintKey), TextRun("b", .hint)])
    #expect(text.cells().map(\.role) == [.hintKey, .hint, .hint, .hint])
  }
}
