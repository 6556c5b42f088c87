import EmendCore
import Testing

@testable import EmendRaster

@Suite struct TagTests {
  private func drawn(
    _ marks: [Mark], _ width: Int, _ height: Int, _ tags: OverlayLook.Tags = .all
  ) -> [String] {
    var look = OverlayLook()
    look.tags = tags
    return DrawnMarks.rows(of: marks, width: width, height: height, look: look)
  }

  private func box(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: Mark.Style = .open,
    name: String = "cat", score: Double? = nil
  ) -> Mark {
    DrawnMarks.box(x, y, width, height, style, tag: Mark.Tag(name: name, score: score))
  }

  /// What tags add to the marks: the rectangle around the pixels that they change.
  private func tagArea(_ marks: [Mark], _ width: Int = 120, _ height: Int = 90) -> ScreenRect? {
    let (with, without) = (drawn(marks, width, height), drawn(marks, width, height, .none))
    var area: ScreenRect?
    for y in 0..<height {
      for (x, pair) in zip(with[y], without[y]).enumerated() where pair.0 != pair.1 {
        let old = area ?? ScreenRect(left: x, top: y, right: x, bottom: y)
        area = ScreenRect(
          left: min(old.left, x), top: old.top, right: max(old.right, x + 1), bottom: y + 1)
      }
    }
    return area
  }

  @Test func aNameStandsAboveItsBox() {
    #expect(
      drawn([box(2, 14, 30, 6)], 36, 22) == [
        " ########################           ",
        " ########################           ",
        " ########################           ",
        " #################.######           ",
        " #################.######           ",
        " #####...###...##....####           ",
        " ####.###.#####.##.######           ",
        " ####.######....##.######           ",
        " ####.#####.###.##.######           ",
        " ####.###.#.##..##.##.###           ",
        " #####...###..#.###..####           ",
        " ########################           ",
        " ########################           ",
        " ................................   ",
        " .##############################.   ",
        " .#                            #.   ",
        " .#                            #.   ",
        " .#                            #.   ",
        " .#                            #.   ",
        " .##############################.   ",
        " ................................   ",
        "                                    ",
      ])
  }

  @Test func whereThereIsNoRoomAboveItStandsInsideOrBelow() {
    #expect(tagArea([box(10, 40, 60, 45)]) == ScreenRect(left: 9, top: 26, right: 33, bottom: 39))
    #expect(tagArea([box(10, 5, 60, 45)]) == ScreenRect(left: 12, top: 7, right: 35, bottom: 19))
    #expect(tagArea([box(10, 5, 60, 25)]) == ScreenRect(left: 9, top: 31, right: 33, bottom: 44))
    #expect(tagArea([box(10, 5, 60, 25)], 120, 40) == nil)
    #expect(tagArea([box(100, 40, 30, 45)])?.right == 120)
  }

  @Test(arguments: [(70, 78), (30, 48), (10, nil)])
  func theScoreAndThenTheNameGoWhereABoxIsNarrow(_ width: Int, _ tag: Int?) {
    let area = tagArea([box(10, 40, Double(width), 45, name: "missing", score: 0.42)])
    #expect(area.map { $0.right - $0.left } == tag)
  }

  @Test func tagsDoNotOverlapAndLeaveTheSelectedMarkAlone() throws {
    let marks = [box(10, 40, 40, 30), box(14, 42, 40, 30), box(8, 44, 40, 20, .selected)]
    let without = drawn(Array(marks[2...]), 120, 90, .none)
    let rows = drawn(marks, 120, 90)
    for (with, without) in zip(rows.joined(), without.joined()) where "o.".contains(without) {
      #expect(with == without)
    }
    #expect(rows.joined().count { $0 == "." } > 200)
  }

  @Test func onlyTheSelectedOneHasATagWhereThatIsWanted() {
    let marks = [box(10, 40, 40, 30), box(60, 40, 40, 30, .selected)]
    let (all, selected, none) = (
      drawn(marks, 120, 90), drawn(marks, 120, 90, .selected), drawn(marks, 120, 90, .none)
    )
    #expect(all[30].contains("####") && all[30].hasPrefix("         #"))
    #expect(selected[30].prefix(50) == none[30].prefix(50))
    #expect(selected[30] != none[30])
  }

  @Test(arguments: [Mark.Style.rejected, .ghost])
  func whatIsNotThereHasNoTag(_ style: Mark.Style) {
    #expect(tagArea([box(10, 40, 60, 30, style)]) == nil)
  }

  @Test func letters() {
    let rows: (String) -> [UInt8] = { Array(TagFont.rows(of: $0.unicodeScalars.first ?? " ")) }
    #expect(rows("L") == [0, 0, 32, 32, 32, 32, 32, 32, 32, 32, 62, 0, 0])
    #expect(rows("é") != rows("e") && rows("é").suffix(8) == rows("e").suffix(8))
    #expect(rows("标") == rows("я") && rows("标") != rows("…"))
    #expect(
      (0x21..<0x7f).allSatisfy { code in rows(String(UnicodeScalar(UInt8(code)))) != rows(" ") })
  }

  @Test func aTagThatIsWiderThanItsBoxIsLeftOutWhereItWouldHideAnother() {
    let small = box(40, 40, 20, 20, name: "missing")
    #expect(tagArea([small]) != nil)
    let others = [box(50, 20, 40, 18, .rejected), box(50, 62, 40, 18, .rejected)]
    #expect(tagArea([small] + others) == nil)
  }

  @Test func aLongNameIsCut() {
    let name = String(repeating: "abc", count: 20)
    #expect(tagArea([box(2, 40, 190, 30, name: name)], 200)?.right == 1 + 24 * 6 + 6)
  }
}
