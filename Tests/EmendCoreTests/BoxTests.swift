import EmendCore
import Testing

@Suite struct BoxTests {
  static let unit = Box(x: 0, y: 0, width: 1, height: 1)

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var other: Box
    var expected: Double
  }

  @Test(arguments: [
    Case(testDescription: "itself", other: unit, expected: 1),
    Case(
      testDescription: "half beside it", other: Box(x: 0.5, y: 0, width: 1, height: 1),
      expected: 1 / 3),
    Case(
      testDescription: "touching an edge", other: Box(x: 1, y: 0, width: 1, height: 1),
      expected: 0),
    Case(testDescription: "empty", other: Box(x: 0, y: 0, width: 0, height: 0), expected: 0),
  ])
  func overlapWithUnitBox(is example: Case) {
    let overlap = Self.unit.overlap(with: example.other)
    #expect(abs(overlap - example.expected) < 1e-12)
    #expect(overlap == example.other.overlap(with: Self.unit))
  }
}
