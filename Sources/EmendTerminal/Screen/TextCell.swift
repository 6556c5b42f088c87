import CNcurses
import EmendCore

/// What one or two terminal cells show: a character with the marks over it.
struct TextCell: Equatable, Sendable {
  /// The character, then at most four combining marks.
  var scalars: [UInt32]
  /// 1 or 2.
  var columns: Int
  var role: Role

  static func space(_ role: Role) -> TextCell { TextCell(scalars: [0x20], columns: 1, role: role) }
}

extension PlacedText {
  /// The text cut and padded to exactly `columns` cells.
  ///
  /// Padding has the role of the last run, so that a bar's background reaches its end. A wide
  /// character that does not fit is left out. What could move the cursor or turn the text around
  /// shows as `·`. Joiners and variation selectors are left out: terminals differ in how wide
  /// what they join is, and one cell too many would reach into the picture.
  func cells() -> [TextCell] {
    var cells: [TextCell] = []
    var left = max(0, columns)
    for run in runs {
      for scalar in run.text.unicodeScalars {
        guard append(scalar, run.role, to: &cells, left: &left) else {
          return cells + padding(left)
        }
      }
    }
    return cells + padding(left)
  }

  private func padding(_ count: Int) -> [TextCell] {
    Array(repeating: .space(runs.last?.role ?? .text), count: count)
  }

  /// - Returns: false when there is no room left.
  private func append(
    _ scalar: Unicode.Scalar, _ role: Role, to cells: inout [TextCell], left: inout Int
  ) -> Bool {
    let columns = scalar.terminalColumns
    if columns == 0 {
      if let last = cells.indices.last, cells[last].scalars.count < 5 {
        cells[last].scalars.append(scalar.value)
      }
      return true
    }
    if scalar.isJoiner { return true }
    let shown = columns ?? 1
    guard shown <= left else { return false }
    left -= shown
    cells.append(
      TextCell(scalars: [columns == nil ? 0xb7 : scalar.value], columns: shown, role: role))
    return true
  }
}

extension Unicode.Scalar {
  /// How many cells the terminal gives the character; nil for what is not to be shown.
  ///
  /// The corresponding C function is `wcwidth`, which asks the locale.
  fileprivate var terminalColumns: Int? {
    if value < 0x7f { return value < 0x20 ? nil : 1 }
    if isJoiner { return 1 }
    if isDirectional { return nil }
    let columns = Int(em_columns(value))
    return columns < 0 ? nil : columns
  }

  /// Zero-width joiner and non-joiner, word joiner, soft hyphen, variation selectors.
  fileprivate var isJoiner: Bool {
    switch value {
    case 0xad, 0x200b...0x200d, 0x2060, 0xfe00...0xfe0f, 0xfeff, 0xe0100...0xe01ef: true
    default: false
    }
  }

  /// Marks and overrides of the bidirectional algorithm, which can make a name read as another.
  private var isDirectional: Bool {
    switch value {
    case 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069: true
    default: false
    }
  }
}
