import EmendCore
import Glibc

/// Cuts what lies over a picture into rectangles that hold little else.
///
/// The outline of a box falls into four strips: when one edge is moved, one strip moves and the
/// two beside it change.
struct OverlayPieces {
  private let frame: IndexedImage
  private let base: IndexedImage
  private let cell: ImageSize
  private let columns: Int
  private let rows: Int

  /// Cells of one piece where an area is filled, so that a small change in a large mask is a small
  /// piece.
  private static let tile = (columns: 16, rows: 8)

  /// - Precondition: both images have one size, a whole number of cells.
  init(of frame: IndexedImage, over base: IndexedImage, cell: ImageSize) {
    (self.frame, self.base, self.cell) = (frame, base, cell)
    (columns, rows) = (frame.width / cell.width, frame.height / cell.height)
  }

  /// The pieces, each as tight around its pixels as can be; together they hold every pixel that
  /// differs.
  ///
  /// - Complexity: O(pixels), by `memcmp` where nothing lies.
  func rectangles() -> [ScreenRect] {
    var open: [Run] = []
    var closed: [Run] = []
    for row in 0..<rows {
      let runs = runs(in: row)
      closed += open.filter { !runs.contains($0.columns) }
      open = runs.map { columns in
        let above = open.first { $0.columns == columns }
        return Run(columns: columns, rows: (above?.rows.lowerBound ?? row)..<row + 1)
      }
    }
    return (closed + open).flatMap(tiles).compactMap(tight)
  }

  /// A rectangle of cells that all hold something.
  private struct Run {
    var columns: Range<Int>
    var rows: Range<Int>
  }

  private func runs(in row: Int) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start: Int?
    for column in 0...columns {
      if column < columns, isOccupied(column, row) {
        start = start ?? column
      } else if let first = start {
        runs.append(first..<column)
        start = nil
      }
    }
    return runs
  }

  private func isOccupied(_ column: Int, _ row: Int) -> Bool {
    frame.differs(
      from: base,
      in: ScreenRect(
        left: column * cell.width, top: row * cell.height, right: (column + 1) * cell.width,
        bottom: (row + 1) * cell.height))
  }

  /// Cuts a filled area at fixed places, so that its pieces stay the same where it grows.
  private func tiles(of run: Run) -> [Run] {
    let most = Self.tile.columns * Self.tile.rows
    guard run.columns.count * run.rows.count > most, run.rows.count > 1, run.columns.count > 1
    else { return [run] }
    return run.rows.cut(every: Self.tile.rows).flatMap { rows in
      run.columns.cut(every: Self.tile.columns).map { Run(columns: $0, rows: rows) }
    }
  }

  /// The pixels of a run without what is clear around them; nil where all is clear.
  private func tight(_ run: Run) -> ScreenRect? {
    var area = ScreenRect(
      left: run.columns.lowerBound * cell.width, top: run.rows.lowerBound * cell.height,
      right: run.columns.upperBound * cell.width, bottom: run.rows.upperBound * cell.height)
    func differs(_ part: ScreenRect) -> Bool { frame.differs(from: base, in: part) }
    while !area.isEmpty, !differs(area.with(bottom: area.top + 1)) { area.top += 1 }
    while !area.isEmpty, !differs(area.with(top: area.bottom - 1)) { area.bottom -= 1 }
    while !area.isEmpty, !differs(area.with(right: area.left + 1)) { area.left += 1 }
    while !area.isEmpty, !differs(area.with(left: area.right - 1)) { area.right -= 1 }
    return area.isEmpty ? nil : area
  }
}

extension IndexedImage {
  /// Whether any pixel of a part has another number than in `other`, of the same size.
  ///
  /// - Complexity: O(pixels of the part), by `memcmp`
  func differs(from other: IndexedImage, in part: ScreenRect) -> Bool {
    indices.withUnsafeBytes { own in
      other.indices.withUnsafeBytes { other in
        guard let own = own.baseAddress, let other = other.baseAddress else { return false }
        return (part.top..<part.bottom).contains { y in
          let place = y * width + part.left
          return memcmp(own + place, other + place, part.right - part.left) != 0
        }
      }
    }
  }
}

extension Range<Int> {
  /// The parts between the multiples of `step`.
  fileprivate func cut(every step: Int) -> [Range<Int>] {
    (lowerBound / step...(upperBound - 1) / step).map { index in
      Swift.max(lowerBound, index * step)..<Swift.min(upperBound, (index + 1) * step)
    }
  }
}
