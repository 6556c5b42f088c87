import EmendCore
import Testing

@testable import EmendRaster

@Suite struct OverlayTests {
  private let red = Colour(red: 255, green: 0, blue: 0)

  /// What marks look like: `#` label colour, `.` dark, `o` light, `*` highlight, `g` ghost.
  private func drawn(
    _ marks: [Mark], width: Int = 24, height: Int = 12, zoom: Double = 1,
    detail: OverlayDetail = .fine, crosshair: ImagePoint? = nil
  ) -> [String] {
    var plane = OverlayPlane(width: width, height: height)
    let scene = Scene(
      image: ImageID(1), area: CellRect(column: 0, row: 0, columns: 1, rows: 1),
      viewport: Viewport(zoom: zoom, origin: ImagePoint(x: 0, y: 0)), marks: marks,
      crosshair: crosshair)
    plane.draw(scene, OverlayColours(labelColours: [red]), detail)
    let signs: [UInt8: Character] = [240: "#", 248: ".", 249: "o", 250: "g", 251: "*", 255: " "]
    return (0..<height).map { row in
      String(plane.registers[row * width..<(row + 1) * width].map { signs[$0] ?? "?" })
    }
  }

  private func box(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: Mark.Style,
    edge: BoxEdge? = nil
  ) -> Mark {
    Mark(
      shape: .box(Box(x: x, y: y, width: width, height: height)), style: style, colour: red,
      edge: edge)
  }

  @Test func anOpenBoxHasTwoPixelsAndADarkRim() {
    #expect(
      drawn([box(2, 2, 8, 6, .open)], width: 12, height: 10) == [
        "            ",
        " .......... ",
        " .########. ",
        " .########. ",
        " .##    ##. ",
        " .##    ##. ",
        " .########. ",
        " .########. ",
        " .......... ",
        "            ",
      ])
  }

  @Test func aDecidedBoxIsThin() {
    #expect(
      drawn([box(1, 1, 4, 3, .decided)], width: 6, height: 5) == [
        "      ", " #### ", " #  # ", " #### ", "      ",
      ])
  }

  @Test func aRejectedBoxIsDottedWithACross() {
    let rows = drawn([box(0, 0, 24, 12, .rejected)])
    #expect(rows[11] == "   ##   ##   ##   ##   #" || rows[11].contains("##   ##   ##"))
    #expect(rows[4].dropFirst(3).prefix(4).contains("#"))
  }

  @Test func aGhostIsDashedAndHasNoLabelColour() {
    let text = drawn([box(1, 1, 20, 9, .ghost)]).joined()
    #expect(text.contains("gggggg    gggggg"))
    #expect(!text.contains("#"))
  }

  @Test func aSelectedBoxShowsHandlesAndTheChosenEdge() {
    let plain = drawn([box(4, 4, 60, 40, .selected)], width: 72, height: 52)
    #expect(!plain.joined().contains("*"))
    #expect(plain[5].contains("ooooo"))
    let chosen = drawn([box(4, 4, 60, 40, .selected, edge: .right)], width: 72, height: 52)
    #expect(chosen[14].hasSuffix("***.       "))
    #expect(chosen[14].hasPrefix("   .###"))
  }

  @Test func halfBlocksGetThinLinesWithoutHandles() {
    #expect(
      drawn([box(1, 1, 5, 4, .selected, edge: .top)], width: 7, height: 6, detail: .coarse) == [
        "       ", " ***** ", " #   # ", " #   # ", " ##### ", "       ",
      ])
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
        #expect(drawn([mark, polygon]).count == 12)
      }
    }
    #expect(Set(drawn([box(100, 100, 5, 5, .open)]).joined()) == [" "])
  }

  @Test func aPolygonIsOutlinedAndHatched() {
    let ring = [
      ImagePoint(x: 2, y: 2), ImagePoint(x: 22, y: 2), ImagePoint(x: 22, y: 10),
      ImagePoint(x: 2, y: 10),
    ]
    let rows = drawn([
      Mark(shape: .polygon(Polygon(rings: [ring])), style: .open, colour: red)
    ])
    #expect(rows[3].contains("####################"))
    let inside = rows[5].dropFirst(4).prefix(16)
    #expect(inside.filter { $0 == "#" }.count == 4)
    let decided = drawn([
      Mark(shape: .polygon(Polygon(rings: [ring])), style: .decided, colour: red)
    ])
    #expect(!decided[5].dropFirst(4).prefix(16).contains("#"))
  }

  @Test(arguments: [1.0, 0.5, 2.0])
  func aMaskCoversTheSameAreaAsThePolygonAroundIt(_ zoom: Double) {
    let size = ImageSize(width: 16, height: 12)
    // Columns 4 to 9, rows 2 to 7.
    let runs: [UInt32] = [50] + Array(repeatElement([6, 6], count: 5).joined()) + [6, 76]
    let mask = Mask(size: size, runs: runs)
    let mark = Mark(shape: .mask(mask), style: .decided, colour: red)
    let rows = drawn([mark], width: 40, height: 24, zoom: zoom)
    for (y, row) in rows.enumerated() {
      for (x, sign) in row.enumerated() where sign == "#" {
        let (column, line) = (Double(x) / zoom, Double(y) / zoom)
        #expect(column >= 4 && column < 10 && line >= 2 && line < 8)
      }
    }
    #expect(rows[Int(2 * zoom)].contains("#") && rows[Int(8 * zoom) - 1].contains("#"))
  }

  @Test func theCrosshairReachesAcrossTheWholePicture() {
    let rows = drawn([], crosshair: ImagePoint(x: 5, y: 3))
    #expect(!rows[3].contains(" "))
    #expect(rows.allSatisfy { Array($0)[5] != " " })
  }
}
