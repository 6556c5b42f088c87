import EmendCore
import EmendTestSupport
import Testing

@Suite struct MaskPlacingTests {
  @Test func eachPixelIsWhereItWasMovedTo() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<200 {
      let part = ImageSize(
        width: .random(in: 1...6, using: &random), height: .random(in: 1...6, using: &random))
      let (left, top) = (
        Int.random(in: 0...4, using: &random), Int.random(in: 0...4, using: &random)
      )
      let whole = ImageSize(
        width: part.width + left + .random(in: 0...3, using: &random),
        height: part.height + top + .random(in: 0...3, using: &random))
      let rows = (0..<part.width * part.height).map { _ in UInt8.random(in: 0...1, using: &random) }
      var expected = [UInt8](repeating: 0, count: whole.width * whole.height)
      for y in 0..<part.height {
        for x in 0..<part.width {
          expected[(top + y) * whole.width + left + x] = rows[y * part.width + x]
        }
      }
      let placed = Mask(size: part, rows: rows).placed(in: whole, left: left, top: top)
      #expect(placed == Mask(size: whole, rows: expected), "\(rows) of \(part) at \(left), \(top)")
    }
  }
}
