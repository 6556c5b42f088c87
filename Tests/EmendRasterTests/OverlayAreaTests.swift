import EmendCore
import EmendTestSupport
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

  @Test(arguments: [0.13, 0.5, 1.0, 2.7])
  func aMaskCoversEveryScreenPixelThatItsPixelsTouch(_ zoom: Double) {
    var chance = SeededGenerator(seed: 5)
    let size = ImageSize(width: 37, height: 23)
    let area = ScreenRect(left: -3, top: -2, right: 31, bottom: 19)
    for _ in 1...20 {
      let share = Double.random(in: 0...1, using: &chance)
      let rows = (0..<size.width * size.height).map { _ -> UInt8 in
        Double.random(in: 0...1, using: &chance) < share ? 1 : 0
      }
      let origin = ImagePoint(
        x: Double.random(in: -5...30, using: &chance), y: Double.random(in: -5...20, using: &chance)
      )
      var coverage = Coverage()
      coverage.begin(area)
      let viewport = Viewport(zoom: zoom, origin: origin)
      coverage.add(Mask(size: size, rows: rows), viewport)
      #expect(coverage.covered == touched(by: rows, size, area, viewport))
    }
  }

  private func touched(
    by rows: [UInt8], _ size: ImageSize, _ area: ScreenRect, _ viewport: Viewport
  ) -> [UInt8] {
    /// Whether image pixel `place` reaches into screen pixel `pixel`, of one axis.
    func meets(_ place: Int, _ pixel: Int, _ origin: Double) -> Bool {
      let low = (Double(place) - origin) * viewport.zoom
      let high = (Double(place + 1) - origin) * viewport.zoom
      return low < Double(pixel + 1) && high > Double(pixel)
    }
    return (area.top..<area.bottom).flatMap { y in
      let lines = (0..<size.height).filter { meets($0, y, viewport.origin.y) }
      return (area.left..<area.right).map { x -> UInt8 in
        let columns = (0..<size.width).filter { meets($0, x, viewport.origin.x) }
        let isTouched = lines.contains { line in
          columns.contains { rows[line * size.width + $0] == 1 }
        }
        return isTouched ? 1 : 0
      }
    }
  }
}
