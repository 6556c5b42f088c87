/// One way to part a cell between two colours.
struct CellShape: Equatable {
  /// The character that shows it.
  var scalar: UInt32
  /// Which of the cell's spots have the character's colour: bit `row * 2 + column`.
  var spots: UInt16

  /// Spots of a cell: those of quadrants (2 by 2) and of sextants (2 by 3) are whole numbers of
  /// them.
  static let columns = 2
  static let rows = 6
  static let count = columns * rows
  static let all: UInt16 = 1 << 12 - 1

  static let space = CellShape(scalar: 0x20, spots: 0)
  static let full = CellShape(scalar: 0x2588, spots: all)
}

/// Which characters a picture may be made of.
public enum CellSymbols: Sendable {
  /// `▀` and `▌`: every font has them, a console's too.
  case blocks
  /// `▘▝▀▖▌▞▛` and the like, of Unicode 3.2.
  case quadrants
  /// `🬀` to `🬻` of Unicode 13, and quadrants.
  case sextants

  /// Every way to part a cell, one for the two that differ by which side is which.
  var shapes: [CellShape] {
    switch self {
    case .blocks: [Self.quadrant(0b0011), Self.quadrant(0b0101)]
    case .quadrants: (1...7).map(Self.quadrant)
    // The two halves side by side are quadrants already.
    case .sextants: (1...31).filter { $0 != 21 }.map(Self.sextant) + (1...7).map(Self.quadrant)
    }
  }

  /// The grid whose every pattern is one of the symbols: two columns, or one, by so many rows.
  var grid: (columns: Int, rows: Int) {
    switch self {
    case .blocks: (1, 2)
    case .quadrants: (2, 2)
    case .sextants: (2, 3)
    }
  }

  /// The shape of any pattern of the grid, bit `row * columns + column`.
  func shape(of pattern: Int) -> CellShape {
    switch self {
    case .blocks: Self.quadrant([0, 0b0011, 0b1100, 0b1111][pattern])
    case .quadrants: Self.quadrant(pattern)
    case .sextants: Self.sextant(pattern)
    }
  }

  private static let quadrantCharacters = Array(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█".unicodeScalars)

  /// Bits: top left, top right, bottom left, bottom right.
  private static func quadrant(_ pattern: Int) -> CellShape {
    CellShape(scalar: quadrantCharacters[pattern].value, spots: spots(pattern, rows: 2))
  }

  /// Bits: top left, top right, middle left and so on.
  private static func sextant(_ pattern: Int) -> CellShape {
    // U+1FB00 has no characters for what U+2588, U+258C, U+2590 and the space show.
    let scalar: UInt32 =
      switch pattern {
      case 0: 0x20
      case 21: 0x258c
      case 42: 0x2590
      case 63: 0x2588
      default: 0x1fb00 + UInt32(pattern - 1 - (pattern > 21 ? 1 : 0) - (pattern > 42 ? 1 : 0))
      }
    return CellShape(scalar: scalar, spots: spots(pattern, rows: 3))
  }

  private static func spots(_ pattern: Int, rows: Int) -> UInt16 {
    (0..<CellShape.count).reduce(0) { spots, spot in
      let (row, column) = (spot / 2 * rows / CellShape.rows, spot % 2)
      return pattern >> (row * 2 + column) & 1 == 1 ? spots | 1 << UInt16(spot) : spots
    }
  }
}
