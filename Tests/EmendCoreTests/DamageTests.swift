import EmendCore
import Testing

@Suite struct DamageTests {
  static let size = TerminalSize(columns: 20, rows: 5, cellWidth: 10, cellHeight: 20)
  static let area = CellRect(column: 0, row: 1, columns: 10, rows: 3)

  private func text(_ text: String, _ column: Int, _ row: Int, columns: Int? = nil) -> PlacedText {
    PlacedText(
      at: CellPoint(column: column, row: row), columns: columns ?? text.count, runs: [TextRun(text)]
    )
  }

  private func scene(_ image: Int64, area: CellRect = area) -> Scene {
    Scene(
      image: ImageID(image), area: area,
      viewport: Viewport(zoom: 1, origin: ImagePoint(x: 0, y: 0)), marks: [])
  }

  private func frame(_ texts: [PlacedText], _ scene: Scene? = nil) -> Frame {
    Frame(size: Self.size, texts: texts, scene: scene)
  }

  @Test func theFirstFrameIsSentWhole() {
    let new = frame([text("a", 0, 0)], scene(1))
    let found = damage(from: nil, to: new)
    #expect(found.isWhole)
    #expect(found.texts == new.texts)
    #expect(found.picture == .placed)
  }

  @Test func aFrameOfAnotherSizeIsSentWhole() {
    let old = frame([text("a", 0, 0)], scene(1))
    var new = old
    new.size.columns = 30
    #expect(damage(from: old, to: new).isWhole)
    new.scene = nil
    #expect(damage(from: old, to: new).picture == .unchanged, "the clearing takes it away")
  }

  @Test func nothingIsSentForTheSameFrame() {
    let same = frame([text("abc", 0, 0), text("d", 4, 0)], scene(1))
    let expected = Damage(
      isWhole: false, texts: [], blanks: [], uncovered: nil, picture: .unchanged)
    #expect(damage(from: same, to: same) == expected)
  }

  @Test func onlyTextsThatChangedAreSent() {
    let old = frame([text("abc", 0, 0), text("def", 4, 0), text("ghi", 0, 4)])
    let new = frame([text("abc", 0, 0), text("dEf", 4, 0), text("ghi", 1, 4)])
    let found = damage(from: old, to: new)
    #expect(found.texts == [text("dEf", 4, 0), text("ghi", 1, 4)])
    #expect(found.blanks == [CellRect(column: 0, row: 4, columns: 1, rows: 1)])
  }

  @Test func cellsBetweenNewTextsAreCleared() {
    let old = frame([text("0123456789", 2, 0)])
    let new = frame([text("ab", 9, 0), text("cd", 0, 0, columns: 4), text("e", 6, 0)])
    #expect(
      damage(from: old, to: new).blanks == [
        CellRect(column: 4, row: 0, columns: 2, rows: 1),
        CellRect(column: 7, row: 0, columns: 2, rows: 1),
        CellRect(column: 11, row: 0, columns: 1, rows: 1),
      ])
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var old: Int64?
    var new: Int64?
    var newArea = DamageTests.area
    var picture: Damage.Picture
    var uncovered: CellRect?
  }

  static let smaller = CellRect(column: 0, row: 1, columns: 8, rows: 3)

  @Test(arguments: [
    Case(testDescription: "none", picture: .unchanged),
    Case(testDescription: "the same", old: 1, new: 1, picture: .unchanged),
    Case(testDescription: "another in its place", old: 1, new: 2, picture: .changed),
    Case(testDescription: "the first", new: 1, picture: .placed),
    Case(testDescription: "gone", old: 1, picture: .removed, uncovered: area),
    Case(
      testDescription: "in a smaller place", old: 1, new: 1, newArea: smaller, picture: .placed,
      uncovered: area),
  ])
  func picture(_ example: Case) {
    let old = frame([], example.old.map { scene($0) })
    let new = frame([], example.new.map { scene($0, area: example.newArea) })
    let found = damage(from: old, to: new)
    #expect(found.picture == example.picture)
    #expect(found.uncovered == example.uncovered)
  }

  /// 4096 pairs of rows, compared cell by cell with what they mean.
  @Test func theDamageTurnsEveryOldRowIntoTheNewOne() {
    let rows = Self.rows
    for old in rows {
      for new in rows {
        var cells = Self.cells(old)
        let found = damage(from: frame(old), to: frame(new))
        for blank in found.blanks {
          for column in blank.column..<blank.column + blank.columns { cells[column] = " " }
        }
        for text in found.texts { Self.put(text, on: &cells) }
        #expect(cells == Self.cells(new))
      }
    }
  }

  /// Three texts of 0 to 3 cells each, close together or a cell apart.
  private static let rows: [[PlacedText]] = (0..<64).map { pattern in
    var column = 0
    return (0..<3).compactMap { index in
      let columns = pattern >> (2 * index) & 3
      defer { column += columns + index % 2 }
      guard columns > 0 else { return nil }
      let letters = String(repeating: ["a", "b", "c"][index], count: columns)
      return PlacedText(
        at: CellPoint(column: column, row: 0), columns: columns, runs: [TextRun(letters)])
    }
  }

  private static func cells(_ texts: [PlacedText]) -> [Character] {
    var cells = [Character](repeating: " ", count: 24)
    for text in texts { put(text, on: &cells) }
    return cells
  }

  private static func put(_ text: PlacedText, on cells: inout [Character]) {
    for (offset, character) in text.runs.map(\.text).joined().enumerated() {
      cells[text.at.column + offset] = character
    }
  }
}
