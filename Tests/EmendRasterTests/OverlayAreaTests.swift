import EmendCore
import Testing

@testable import EmendRaster

/// `#` label colour, `.` dark, `o` light, `+` veiled.
@Suite struct OverlayAreaTests {
  private let red = DrawnMarks.red

  private func drawn(
    _ style: Mark.Style, masks: OverlayLook.Masks = .hatch, detail: OverlayDetail = .fine(scale: 1)
  ) -> [String] {
    let ring = [
      ImagePoint(x: 3, y: 2), ImagePoint(x: 24, y: 4), ImagePoint(x: 20, y: 18),
      ImagePoint(x: 5, y: 16),
    ]
    var look = OverlayLook()
    look.masks = masks
    let mark = Mark(shape: .polygon(Polygon(rings: [ring])), style: style, colour: red)
    return DrawnMarks.rows(of: [mark], width: 28, height: 20, detail: detail, look: look)
  }

  @Test func anOpenAreaIsOutlinedAndHatched() {
    #expect(
      drawn(.open) == [
        "                            ",
        "   ...........              ",
        "  .###########..........    ",
        "  .#####################.   ",
        "  .##   #     ##########.   ",
        "  .##  #     #     #  ##.   ",
        "  .## #     #     #   ##.   ",
        "  .###     #     #    ##.   ",
        "  .##     #     #    ##.    ",
        "   .##   #     #     ##.    ",
        "   .##  #     #     ###.    ",
        "   .## #     #     # ##.    ",
        "   .###     #     # ##.     ",
        "   .##     #     #  ##.     ",
        "   .##    #     #   ##.     ",
        "   .########   #   ##.      ",
        "    .################.      ",
        "     .......#########.      ",
        "            .........       ",
        "                            ",
      ])
  }

  @Test func aSelectedAreaHasALightLineAround() {
    #expect(
      drawn(.selected) == [
        "                            ",
        "   ...........              ",
        "  .ooooooooooo..........    ",
        "  .o##########oooooooooo.   ",
        "  .o###################o.   ",
        "  .o## #     ##########o.   ",
        "  .o###     #     #  ##o.   ",
        "  .o##     #     #   ##o.   ",
        "  .o##    #     #   ##o.    ",
        "   .o##  #     #    ##o.    ",
        "   .o## #     #     ##o.    ",
        "   .o###     #     ###o.    ",
        "   .o##     #     ###o.     ",
        "   .o##    #     # ##o.     ",
        "   .o#######    #  ##o.     ",
        "   .o###############o.      ",
        "    .ooooooo########o.      ",
        "     .......ooooooooo.      ",
        "            .........       ",
        "                            ",
      ])
  }

  @Test func aRejectedAreaIsDotted() {
    #expect(
      drawn(.rejected) == [
        "                            ",
        "                            ",
        "    ##.   ##.               ",
        "   #           ##.   ##.    ",
        "   #                        ",
        "   .                        ",
        "                            ",
        "                       #    ",
        "                      #     ",
        "    #                 #     ",
        "    .                 .     ",
        "                            ",
        "                            ",
        "                            ",
        "    #                       ",
        "    #                       ",
        "        ##.         #       ",
        "             ##.   ##       ",
        "                            ",
        "                            ",
      ])
  }

  @Test func aTintedAreaIsVeiledWhereTheHatchWouldBe() {
    let (tinted, outline) = (drawn(.open, masks: .tint), drawn(.open, masks: .outline))
    #expect(tinted.joined().count { $0 == "+" } > 150)
    for (tinted, outline) in zip(tinted.joined(), outline.joined()) {
      #expect(tinted == outline || (tinted == "+" && outline == " "))
    }
    #expect(drawn(.decided, masks: .tint) == drawn(.decided, masks: .outline))
  }

  @Test func aCoarseAreaIsAThinOutline() {
    let text = drawn(.selected, detail: .coarse)
    #expect(Set(text.joined()) == ["#", " "])
    #expect(text[9] == "    #                 #     ")
  }

  @Test func ringsThatOverlapAreJoinedAndOneThatCrossesItselfIsEvenOdd() {
    let square = [
      ImagePoint(x: 2, y: 2), ImagePoint(x: 10, y: 2), ImagePoint(x: 10, y: 8),
      ImagePoint(x: 2, y: 8),
    ]
    let moved = square.map { ImagePoint(x: $0.x + 4, y: $0.y) }
    let around = square + square.map { ImagePoint(x: $0.x, y: $0.y) }
    func covered(_ rings: [[ImagePoint]]) -> String {
      let mark = Mark(shape: .polygon(Polygon(rings: rings)), style: .open, colour: red)
      var look = OverlayLook()
      (look.masks, look.outline) = (.tint, 1)
      return DrawnMarks.rows(of: [mark], look: look)[5]
    }
    #expect(covered([square, moved]) == " .#++++++++++#.         ")
    // Twice around encloses nothing: the ring itself is all that is covered.
    #expect(covered([around]).filter { $0 == "+" }.isEmpty)
  }

  @Test(arguments: [1.0, 0.5, 2.0])
  func aMaskCoversTheSameAreaAsThePolygonAroundIt(_ zoom: Double) {
    let size = ImageSize(width: 16, height: 12)
    // Columns 4 to 9, rows 2 to 7.
    let runs: [UInt32] = [50] + Array(repeatElement([6, 6], count: 5).joined()) + [6, 76]
    let mask = Mask(size: size, runs: runs)
    let mark = Mark(shape: .mask(mask), style: .decided, colour: red)
    let rows = DrawnMarks.rows(of: [mark], width: 40, height: 24, zoom: zoom)
    for (y, row) in rows.enumerated() {
      for (x, sign) in row.enumerated() where sign == "+" {
        let (column, line) = (Double(x) / zoom, Double(y) / zoom)
        #expect(column >= 4 && column < 10 && line >= 2 && line < 8)
      }
    }
    #expect(rows[Int(2 * zoom)].contains("+") && rows[Int(8 * zoom) - 1].contains("+"))
  }
}
