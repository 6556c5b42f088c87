import EmendCore
import Testing

@Suite struct MaskTests {
  /// Rows 1 and 2 of columns 2 to 4 of 4 rows by 6 columns, and pycocotools' text for it.
  static let block = Mask(size: ImageSize(width: 6, height: 4), runs: [9, 2, 2, 2, 2, 2, 5])

  @Test func countsAreTheTextOfPycocotools() throws {
    #expect(Self.block.compressed == "9220003")
    #expect(try Mask(size: Self.block.size, compressed: "9220003") == Self.block)
    let corner = Mask(size: Self.block.size, runs: [0, 1, 23])
    #expect(corner.compressed == "01g0")
    #expect(try Mask(size: Self.block.size, compressed: "01g0") == corner)
  }

  @Test func pixelsComeBackFromRows() {
    let rows: [UInt8] = [
      0, 0, 0, 0, 0, 0,
      0, 0, 1, 1, 1, 0,
      0, 0, 1, 1, 1, 0,
      0, 0, 0, 0, 0, 0,
    ]
    #expect(Mask(size: Self.block.size, rows: rows) == Self.block)
    #expect(Self.block.rows == rows)
    #expect(Self.block.area == 6)
    #expect(Self.block.bounds == Box(x: 2, y: 1, width: 3, height: 2))
  }

  struct Broken: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var error: MaskError
  }

  @Test(arguments: [
    Broken(testDescription: "too short", text: "9", error: .sum(found: 9, expected: 24)),
    Broken(testDescription: "too long", text: "9?2", error: .sum(found: 26, expected: 24)),
    Broken(testDescription: "a foreign letter", text: "9 ", error: .character(offset: 1)),
    Broken(testDescription: "cut off", text: "9Q", error: .run(index: 1)),
    Broken(testDescription: "a run below 0", text: "O", error: .run(index: 0)),
    Broken(testDescription: "an endless number", text: "ooooooooo0", error: .run(index: 0)),
  ])
  func brokenCountsAreRefused(_ example: Broken) {
    #expect(throws: example.error) { try Mask(size: Self.block.size, compressed: example.text) }
  }

  @Test func halfAPixelMovesAPolygonByAWholeOne() {
    let size = ImageSize(width: 6, height: 4)
    let square = Polygon(rings: [
      [(2, 1), (5, 1), (5, 3), (2, 3)].map { ImagePoint(x: $0.0, y: $0.1) }
    ])
    #expect(Mask(polygon: square, size: size) == Self.block)
    #expect(Mask(box: Box(x: 2, y: 1, width: 3, height: 2), size: size) == Self.block)
    let moved = Polygon(
      rings: square.rings.map { $0.map { ImagePoint(x: $0.x + 0.5, y: $0.y + 0.5) } })
    #expect(Mask(polygon: moved, size: size).bounds == Box(x: 3, y: 2, width: 3, height: 2))
  }

  @Test func everyPairOfSmallMasksMeetsAsItsPixelsDo() {
    let size = ImageSize(width: 2, height: 2)
    let all = (0..<16).map { bits in
      Mask(size: size, rows: (0..<4).map { UInt8(bits >> $0 & 1) })
    }
    for (left, mask) in all.enumerated() {
      for (right, other) in all.enumerated() {
        #expect(mask.union(other) == all[left | right])
        #expect(mask.intersection(other) == all[left & right])
        #expect(mask.subtracting(other) == all[left & ~right])
        #expect(mask.sharedArea(with: other) == (left & right).nonzeroBitCount)
      }
    }
  }

  @Test func boundsReachToTheOutermostPixels() throws {
    let size = ImageSize(width: 3, height: 4)
    for bits in 1..<1 << 12 {
      let mask = Mask(size: size, rows: (0..<12).map { UInt8(bits >> $0 & 1) })
      let set = (0..<12).filter { bits >> $0 & 1 == 1 }
      let (columns, lines) = (set.map { Double($0 % 3) }, set.map { Double($0 / 3) })
      let (left, top) = try (#require(columns.min()), #require(lines.min()))
      let (right, bottom) = try (#require(columns.max()), #require(lines.max()))
      let expected = Box(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
      #expect(mask.bounds == expected, "bits \(bits)")
    }
    let none = Mask(size: size, rows: [UInt8](repeating: 0, count: 12))
    #expect(none.bounds == Box(x: 0, y: 0, width: 0, height: 0))
  }

  @Test func everySmallMaskComesBackFromItsOutline() {
    let size = ImageSize(width: 4, height: 4)
    for bits in 0..<1 << 16 where bits % 7 == 0 {
      let mask = Mask(size: size, rows: (0..<16).map { UInt8(bits >> $0 & 1) })
      #expect(Mask(polygon: mask.outline, size: size).rows == mask.rows, "bits \(bits)")
    }
  }

  @Test func aHoleIsBridgedIntoTheRingAroundIt() {
    let size = ImageSize(width: 3, height: 3)
    let frame = Mask(size: size, rows: [1, 1, 1, 1, 0, 1, 1, 1, 1])
    #expect(frame.outline.rings.count == 1)
    #expect(frame.outline.bounds == Box(x: 0, y: 0, width: 3, height: 3))
    #expect(Mask(polygon: frame.outline, size: size) == frame)
  }
}
