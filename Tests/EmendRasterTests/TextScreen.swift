import EmendCore

/// A terminal that knows text, colours and positions.
struct TextScreen: Equatable {
  struct Cell: Equatable {
    var scalar: Unicode.Scalar = " "
    /// The parameters of the SGR that set it; nil for the terminal's own colour.
    var character: [Int]?
    var background: [Int]?
  }

  let columns: Int
  private(set) var cells: [Cell]
  private(set) var written = 0
  private var cursor = (column: 0, row: 0)
  private var pen = Cell()

  init(columns: Int, rows: Int) {
    self.columns = columns
    cells = Array(repeating: Cell(), count: columns * rows)
  }

  static func == (one: TextScreen, other: TextScreen) -> Bool { one.cells == other.cells }

  /// - Returns: false for anything but text, CUP and SGR within the screen.
  mutating func write(_ bytes: [UInt8]) -> Bool {
    var rest = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "\u{1b}" {
        guard rest.popFirst() == "[", let end = rest.firstIndex(where: { $0 == "H" || $0 == "m" })
        else { return false }
        let numbers = String(rest[..<end]).split(separator: ";").compactMap { Int($0) }
        if rest[end] == "m" { set(numbers) } else { cursor = (numbers[1] - 1, numbers[0] - 1) }
        rest = rest[rest.index(after: end)...]
        continue
      }
      let place = cursor.row * columns + cursor.column
      guard cursor.column < columns, cells.indices.contains(place) else { return false }
      cells[place] = pen
      cells[place].scalar = scalar
      // What a space would have in the character's colour is not seen.
      if scalar == " " { cells[place].character = nil }
      cursor.column += 1
      written += 1
    }
    return true
  }

  private mutating func set(_ numbers: [Int]) {
    switch numbers.first ?? 0 {
    case 0: pen = Cell()
    case 38, 30...37, 90...97: pen.character = numbers
    default: pen.background = numbers
    }
  }

  var rows: [String] {
    stride(from: 0, to: cells.count, by: columns).map { start in
      String(String.UnicodeScalarView(cells[start..<start + columns].map(\.scalar)))
    }
  }
}
