import EmendCore

/// Boxes over cell art: which line-drawing character each cell has, and in which colour.
///
/// Lines that meet in a cell join. The one drawn last gives the colour.
struct CellLines {
  /// How a box is drawn.
  struct Pen: Equatable {
    var weight: Weight
    var isDashed = false
    var colour: Colour
    /// How much of the picture shows through the colour, in percent.
    var clear = 0
  }

  enum Weight: Int {
    case light = 1
    case heavy = 2
  }

  /// What a cell holds of lines: a weight for each direction, 0 for none.
  struct Knot: Equatable {
    var up = 0
    var right = 0
    var down = 0
    var left = 0
    var pen: Pen
  }

  let columns: Int
  let rows: Int
  private(set) var knots: [Knot?]

  init(columns: Int, rows: Int) {
    (self.columns, self.rows) = (columns, rows)
    knots = Array(repeating: nil, count: columns * rows)
  }

  /// A rectangle of cells, inclusive; what lies outside is cut.
  struct Frame: Equatable {
    var left: Int
    var top: Int
    var right: Int
    var bottom: Int
  }

  mutating func draw(_ frame: Frame, _ pen: Pen) {
    for edge in BoxEdge.allCases { draw(edge, of: frame, pen) }
  }

  /// One edge with its two corners.
  mutating func draw(_ edge: BoxEdge, of frame: Frame, _ pen: Pen) {
    let (right, bottom) = (min(columns - 1, frame.right), min(rows - 1, frame.bottom))
    let (left, top) = (max(0, frame.left), max(0, frame.top))
    guard left <= right, top <= bottom else { return }
    let weight = pen.weight.rawValue
    switch edge {
    case .top, .bottom:
      let row = edge == .top ? frame.top : frame.bottom
      for column in left...right {
        join(column, row, pen) {
          if column > frame.left || frame.left == frame.right { $0.left = weight }
          if column < frame.right || frame.left == frame.right { $0.right = weight }
        }
      }
    case .left, .right:
      let column = edge == .left ? frame.left : frame.right
      for row in top...bottom {
        join(column, row, pen) {
          if row > frame.top || frame.top == frame.bottom { $0.up = weight }
          if row < frame.bottom || frame.top == frame.bottom { $0.down = weight }
        }
      }
    }
  }

  /// A line over the whole width and one over the whole height, which cross in a cell.
  mutating func drawCross(at cell: CellPoint, _ pen: Pen) {
    for column in 0..<columns {
      join(column, cell.row, pen) {
        ($0.left, $0.right) = (pen.weight.rawValue, pen.weight.rawValue)
      }
    }
    for row in 0..<rows {
      join(cell.column, row, pen) { ($0.up, $0.down) = (pen.weight.rawValue, pen.weight.rawValue) }
    }
  }

  private mutating func join(_ column: Int, _ row: Int, _ pen: Pen, _ change: (inout Knot) -> Void)
  {
    guard (0..<columns).contains(column), (0..<rows).contains(row) else { return }
    var knot = knots[row * columns + column] ?? Knot(pen: pen)
    change(&knot)
    knot.pen = pen
    knots[row * columns + column] = knot
  }
}

/// Which line-drawing characters a terminal's font has.
public enum CellLineStyle: Sendable {
  /// Light, heavy and dashed lines of Unicode 1.
  case unicode
  /// Single and double lines and no dashes: a console's 256 characters.
  case console
}

extension CellLines.Knot {
  /// By weight (0, 1, 2) of up, right, down, left, in this order from the highest digit.
  private static let joined = Array(
    (" ╴╸╷┐┑╻┒┓╶─╾┌┬┭┎┰┱╺╼━┍┮┯┏┲┳╵┘┙│┤┥╽┧┪└┴┵├┼┽┟╁╅┕┶┷┝┾┿┢╆╈"
      + "╹┚┛╿┦┩┃┨┫┖┸┹┞╀╃┠╂╉┗┺┻┡╄╇┣╊╋").unicodeScalars)

  /// The character; nil for a gap between dashes, which go by the place.
  func scalar(_ style: CellLineStyle, at place: CellPoint) -> UInt32? {
    let weights = [up, right, down, left]
    let isLevel = up == 0 && down == 0
    let isUpright = left == 0 && right == 0
    switch style {
    case .unicode:
      if pen.isDashed, isLevel || isUpright { return dash(isLevel).value }
      return Self.joined[weights.reduce(0) { $0 * 3 + $1 }].value
    case .console:
      if pen.isDashed, isLevel || isUpright, (isLevel ? place.column : place.row) % 2 == 1 {
        return nil
      }
      let isDouble = weights.contains(2)
      let pattern = weights.reduce(0) { $0 << 1 | ($1 > 0 ? 1 : 0) }
      return (isDouble ? Self.double : Self.single)[pattern].value
    }
  }

  /// Of a console, by which of up, right, down, left there are.
  private static let single = Array(" ─│┐──┌┬│┘│┤└┴├┼".unicodeScalars)
  private static let double = Array(" ═║╗══╔╦║╝║╣╚╩╠╬".unicodeScalars)

  private func dash(_ isLevel: Bool) -> Unicode.Scalar {
    let isHeavy = max(max(up, down), max(left, right)) == 2
    return isLevel ? (isHeavy ? "┅" : "┄") : (isHeavy ? "┇" : "┆")
  }
}
