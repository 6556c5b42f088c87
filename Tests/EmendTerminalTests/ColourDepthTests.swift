import EmendCore
import Testing

@testable import EmendTerminal

@Suite struct ColourDepthTests {
  @Test(arguments: [
    (-1, ColourDepth.none), (0, .none), (2, .none), (8, .eight), (16, .eight), (88, .eight),
    (256, .indexed), (1 << 24, .direct),
  ])
  func depth(ofColours colours: Int, is expected: ColourDepth) {
    #expect(ColourDepth(colours: colours) == expected)
  }

  @Test(arguments: [
    ("000000", Int32(0), Int32(16)), ("ffffff", 7, 231), ("ff0000", 1, 196), ("00ff00", 2, 46),
    ("0000ff", 4, 21), ("ffff00", 3, 226), ("00ffff", 6, 51), ("5fafd7", 6, 74),
    ("303030", 0, 236), ("808080", 7, 244), ("d75f5f", 1, 167),
  ])
  func colour(_ hex: String, isBasic basic: Int32, andIndexed indexed: Int32) throws {
    let colour = try #require(Colour(hex: hex))
    #expect(ColourDepth.eight.index(of: colour) == basic)
    #expect(ColourDepth.indexed.index(of: colour) == indexed)
    #expect(ColourDepth.direct.index(of: colour) == Int32(hex, radix: 16))
    #expect(ColourDepth.none.index(of: colour) == nil)
  }
}
