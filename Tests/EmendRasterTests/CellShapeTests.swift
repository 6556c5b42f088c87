import EmendCore
import Testing

@testable import EmendRaster

/// Unicode's own names say what each character shows.
@Suite struct CellShapeTests {
  /// The spots of a character by its name; nil for one without spots in its name.
  private func spots(_ scalar: UInt32) -> UInt16? {
    guard let name = Unicode.Scalar(scalar)?.properties.name else { return nil }
    func spots(_ isInside: (_ column: Int, _ row: Int) -> Bool) -> UInt16 {
      (0..<12).reduce(0) { isInside($1 % 2, $1 / 2) ? $0 | 1 << UInt16($1) : $0 }
    }
    switch name {
    case "SPACE": return 0
    case "FULL BLOCK": return CellShape.all
    case "UPPER HALF BLOCK": return spots { $1 < 3 }
    case "LOWER HALF BLOCK": return spots { $1 >= 3 }
    case "LEFT HALF BLOCK": return spots { column, _ in column == 0 }
    case "RIGHT HALF BLOCK": return spots { column, _ in column == 1 }
    default: break
    }
    if name.hasPrefix("BLOCK SEXTANT-") {
      let digits = name.dropFirst("BLOCK SEXTANT-".count).compactMap(\.wholeNumberValue)
      return spots { digits.contains($1 / 2 * 2 + $0 + 1) }
    }
    guard name.hasPrefix("QUADRANT ") else { return nil }
    let parts = name.dropFirst("QUADRANT ".count).split(separator: " AND ").map(String.init)
    return spots { column, row in
      let part = (row < 3 ? "UPPER " : "LOWER ") + (column == 0 ? "LEFT" : "RIGHT")
      return parts.contains { $0 == part || $0.split(separator: " ") == part.split(separator: " ") }
    }
  }

  @Test(arguments: [CellSymbols.blocks, .quadrants, .sextants])
  func charactersShowTheSpotsThatTheirNamesSay(_ symbols: CellSymbols) {
    let patterns = 1 << (symbols.grid.columns * symbols.grid.rows)
    let shapes = symbols.shapes + (0..<patterns).map(symbols.shape(of:))
    for shape in shapes { #expect(spots(shape.scalar) == shape.spots, "\(shape)") }
    #expect(Set((0..<patterns).map { symbols.shape(of: $0).scalar }).count == patterns)
  }

  @Test func everyPartingOfSixSpotsIsAmongTheSextants() {
    let known = Set(CellSymbols.sextants.shapes.map(\.spots))
    for pattern in 1..<63 {
      let spots = CellSymbols.sextants.shape(of: pattern).spots
      #expect(known.contains(spots) || known.contains(~spots & CellShape.all), "\(pattern)")
    }
  }

  @Test func linesJoinAsTheirNamesSay() {
    let directions = ["UP", "RIGHT", "DOWN", "LEFT"]
    for number in 1..<81 {
      let weights = [number / 27, number / 9 % 3, number / 3 % 3, number % 3]
      let pen = CellLines.Pen(weight: .light, colour: CellLines.Pen.white)
      let knot = CellLines.Knot(
        up: weights[0], right: weights[1], down: weights[2], left: weights[3], pen: pen)
      let scalar = knot.scalar(.unicode, at: .init(column: 0, row: 0))
      let name = scalar.flatMap(Unicode.Scalar.init)?.properties.name ?? ""
      #expect(Self.weights(name, directions) == weights, "\(name)")
    }
  }

  /// The weight of each direction in a name such as `BOX DRAWINGS UP HEAVY AND RIGHT LIGHT`.
  private static func weights(_ name: String, _ directions: [String]) -> [Int] {
    let words = name.split(separator: " ").dropFirst(2).map(String.init)
    var (found, waiting) = ([String: Int](), [String]())
    let isWeightFirst = ["LIGHT", "HEAVY"].contains(words.first ?? "")
    var weight = 0
    for word in words where word != "AND" {
      if word == "LIGHT" || word == "HEAVY" {
        weight = word == "LIGHT" ? 1 : 2
        for direction in waiting { found[direction] = weight }
        waiting = []
        continue
      }
      let named = ["VERTICAL": ["UP", "DOWN"], "HORIZONTAL": ["LEFT", "RIGHT"]][word] ?? [word]
      if !isWeightFirst { waiting += named }
      for direction in named { found[direction] = weight }
    }
    return directions.map { found[$0] ?? 0 }
  }
}
