import EmendCore
import Testing

@testable import EmendRaster

/// `#` label colour, `.` dark, `o` light, `*` highlight, `g` ghost, `+` and `~` veiled.
@Suite struct OverlayTests {
  private let red = DrawnMarks.red

  private func drawn(
    _ mark: Mark, _ width: Int, _ height: Int, _ detail: OverlayDetail = .fine(scale: 1)
  ) -> [String] {
    DrawnMarks.rows(of: [mark], width: width, height: height, detail: detail)
  }

  private func box(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: Mark.Style,
    edge: BoxEdge? = nil
  ) -> Mark {
    DrawnMarks.box(x, y, width, height, style, edge: edge)
  }

  @Test func aSmallOpenBoxIsThinWithADarkRim() {
    #expect(
      drawn(box(2, 2, 8, 6, .open), 12, 10) == [
        "            ",
        " .......... ",
        " .########. ",
        " .#      #. ",
        " .#      #. ",
        " .#      #. ",
        " .#      #. ",
        " .########. ",
        " .......... ",
        "            ",
      ])
  }

  @Test func aLargerOneHasTwoPixels() {
    let rows = drawn(box(2, 2, 18, 17, .open), 22, 21)
    #expect(
      Array(rows.prefix(6)) == [
        "                      ",
        " .................... ",
        " .##################. ",
        " .##################. ",
        " .##              ##. ",
        " .##              ##. ",
      ])
    #expect(Array(rows.suffix(6)) == rows.prefix(6).reversed())
  }

  @Test func aDecidedBoxIsAThinVeil() {
    #expect(
      drawn(box(1, 1, 6, 4, .decided), 8, 6) == [
        "~ ~ ~ ~ ", " +#+#+#~", "~#    + ", " +    #~", "~#+#+#+ ", " ~ ~ ~ ~",
      ])
  }

  @Test func aRejectedBoxIsDottedWithACross() {
    #expect(
      drawn(box(1, 1, 22, 14, .rejected), 24, 16) == [
        "                        ",
        " #.  ##. #.##.   ##.    ",
        "  #.    #.            # ",
        "   #.  #.             # ",
        "    #.#.              . ",
        " #   #.                 ",
        " #  #.#.                ",
        " . #.  #.               ",
        "  #.    #.            # ",
        " #.      #.           # ",
        "                      . ",
        " #                      ",
        " #                      ",
        " .                      ",
        "    ##.   ##.   ##.   # ",
        "                        ",
      ])
  }

  @Test func aGhostIsDashedAndHasNoLabelColour() {
    #expect(
      drawn(box(1, 1, 20, 5, .ghost), 22, 7) == [
        "                      ",
        " ggg..   ggggg..   gg ",
        " g                  g ",
        " g                  g ",
        " .                  g ",
        " .   ggggg..   ggggg. ",
        "                      ",
      ])
  }

  @Test func aSmallSelectedBoxHasItsHandlesOutside() {
    #expect(
      drawn(box(6, 6, 10, 8, .selected), 22, 20) == [
        "                      ",
        "                      ",
        "  .....        .....  ",
        "  .ooo.        .ooo.  ",
        "  .ooo..........ooo.  ",
        "  .ooo.oooooooo.ooo.  ",
        "  .....########.....  ",
        "    .o#        #o.    ",
        "    .o#        #o.    ",
        "    .o#        #o.    ",
        "    .o#        #o.    ",
        "    .o#        #o.    ",
        "    .o#        #o.    ",
        "  .....########.....  ",
        "  .ooo.oooooooo.ooo.  ",
        "  .ooo..........ooo.  ",
        "  .ooo.        .ooo.  ",
        "  .....        .....  ",
        "                      ",
        "                      ",
      ])
  }

  @Test func theEdgeThatTheKeysMoveIsStripedAndItsHandleIsLarger() {
    let rows = drawn(box(5, 5, 34, 32, .selected, edge: .right), 44, 42)
    #expect(
      Array(rows[1..<27]) == [
        "                                            ",
        "  .......                          .......  ",
        "  .ooooo............................ooooo.  ",
        "  .ooooo.oooooooooooooooooooooooooo.ooooo.  ",
        "  .ooooo.##########################.ooooo.  ",
        "  .ooooo.##########################.ooooo.  ",
        "  .ooooo.                          .ooooo.  ",
        "  .......                          .......  ",
        "   .o##                              ....   ",
        "   .o##                              ...*   ",
        "   .o##                              ..**   ",
        "   .o##                              .***   ",
        "   .o##                              ****   ",
        "   .o##                              ****   ",
        "   .o##                              ****   ",
        "   .o##                              ***.   ",
        "   .o##                           ......... ",
        "   .o##                           .*******. ",
        "   .o##                           .*******. ",
        "   .o##                           .*******. ",
        "   .o##                           .*******. ",
        "   .o##                           .*******. ",
        "   .o##                           .*******. ",
        "   .o##                           .*******. ",
        "   .o##                           ......... ",
        "   .o##                              ***.   ",
      ])
    #expect(!drawn(box(5, 5, 34, 32, .selected), 44, 42).joined().contains("*"))
  }

  @Test func aSelectedRejectedBoxIsDottedWithHandles() {
    #expect(
      drawn(box(6, 6, 14, 12, .selectedRejected), 26, 24) == [
        "                          ",
        "                          ",
        "  .....            .....  ",
        "  .ooo.            .ooo.  ",
        "  .ooo..............ooo.  ",
        "  .ooo.oooooooooooo.ooo.  ",
        "  .......   ###.  #.....  ",
        "    .o##.    #.    .o.    ",
        "    .o. #.  #.      o.    ",
        "    .o   #.#.       o.    ",
        "    .o    #.        o.    ",
        "    .o   #.#.      #o.    ",
        "    .o# #.  #.     #o.    ",
        "    .o##.    #.    .o.    ",
        "    .o#.      #.    o.    ",
        "    .o              o.    ",
        "    .o              o.    ",
        "  .....##.   ##.   .....  ",
        "  .ooo.oooooooooooo.ooo.  ",
        "  .ooo..............ooo.  ",
        "  .ooo.            .ooo.  ",
        "  .....            .....  ",
        "                          ",
        "                          ",
      ])
  }

  @Test func halfBlocksGetThinLinesWithoutHandles() {
    #expect(
      drawn(box(1, 1, 5, 4, .selected, edge: .top), 7, 6, .coarse) == [
        "       ", " ***** ", " #   # ", " #   # ", " ##### ", "       ",
      ])
  }

  @Test func aFineScreenGetsThickerLines() {
    let rows = drawn(box(4, 4, 60, 60, .open), 68, 68, .fine(scale: 2))
    #expect(rows[30].hasPrefix("  ..####      ") && rows[30].hasSuffix("      ####..  "))
    let cells = [(8, 1), (20, 1), (31, 1), (32, 2), (40, 2), (60, 3)]
    for (height, scale) in cells {
      let cell = TerminalSize(columns: 80, rows: 24, cellWidth: height / 2, cellHeight: height)
      #expect(OverlayDetail(cell: cell) == .fine(scale: scale), "\(height)")
    }
    let blocks = TerminalSize(columns: 80, rows: 24, cellWidth: 1, cellHeight: 2)
    #expect(OverlayDetail(cell: blocks) == .coarse)
  }

  @Test(arguments: [1, 2, 3])
  func aSettingFixesTheThickness(_ outline: Int) {
    var look = OverlayLook()
    look.outline = outline
    let rows = DrawnMarks.rows(of: [box(2, 2, 10, 9, .open)], look: look)
    #expect(rows[6].hasPrefix(" ." + String(repeating: "#", count: outline) + " "))
  }

  @Test func whatIsOffTheScreenIsCutAndNeverEndsTheProgram() {
    let numbers = [-1e300, -1e9, -3, 0, 5, 1e9, 1e300, .infinity, .nan]
    for x in numbers {
      for size in numbers {
        let mark = box(x, x, size, size, .selected, edge: .left)
        let ring = [
          ImagePoint(x: x, y: 2), ImagePoint(x: size, y: x), ImagePoint(x: 3, y: size),
        ]
        let polygon = Mark(
          shape: .polygon(Polygon(rings: [ring, []])), style: .open, colour: red)
        #expect(DrawnMarks.rows(of: [mark, polygon]).count == 12)
      }
    }
    #expect(Set(drawn(box(100, 100, 5, 5, .open), 24, 12).joined()) == [" "])
  }

  @Test func theCrosshairReachesAcrossTheWholePicture() {
    let rows = DrawnMarks.rows(of: [], crosshair: ImagePoint(x: 5, y: 3))
    #expect(!rows[3].contains(" "))
    #expect(rows.allSatisfy { Array($0)[5] != " " })
  }
}
