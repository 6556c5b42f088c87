/// The pixels of a picture that a polygon without dents covers, its edges among them.
///
/// As OpenCV's `fillPoly` (5.0) with corners of whole numbers, which may lie outside the picture:
/// each edge is cut at the picture's border and drawn as Bresenham's line from left to right, and
/// what lies between the edges is filled. An edge that was cut is not quite where it was before.
struct FilledOutline {
  /// The first and the last column of each row, inside the picture.
  private(set) var rows: [Int: ClosedRange<Int>] = [:]

  private let width: Int
  private let height: Int

  /// What is filled from: places are 16 bits behind the point.
  private struct Edge {
    var rows: Range<Int>
    /// At the upper end.
    var start: Int
    /// From row to row.
    var step: Int

    func place(at row: Int) -> Int { start + step * (row - rows.lowerBound) }
  }

  /// - Parameters:
  ///   - corners: cut to whole numbers.
  ///   - width: of the picture.
  ///   - height: of the picture.
  init(_ corners: [MapPoint], width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    let points = corners.map { PixelPoint(x: Int($0.x), y: Int($0.y)) }
    var edges: [Edge] = []
    for index in points.indices {
      let line = PixelLine(points[index], points[(index + 1) % points.count])
      let (seen, isInside) = line.clipped(width: width, height: height)
      if isInside { draw(seen) }
      if let edge = Self.edge(of: line, seen) { edges.append(edge) }
    }
    fill(edges)
  }

  private static func edge(of line: PixelLine, _ seen: PixelLine) -> Edge? {
    guard line.start.y != line.end.y else { return nil }
    let known = seen.start.y == seen.end.y ? (line.start.y, line.end.y) : (seen.start.y, seen.end.y)
    let step = ((seen.end.x - seen.start.x) << 16) / (known.1 - known.0)
    let isDown = line.start.y < line.end.y
    let (upper, lower) = isDown ? (line.start.y, line.end.y) : (line.end.y, line.start.y)
    let start =
      isDown
      ? (seen.start.x << 16) + (upper - known.0) * step
      : (seen.end.x << 16) + (upper - known.1) * step
    return Edge(rows: upper..<lower, start: start, step: step)
  }

  private mutating func fill(_ edges: [Edge]) {
    let top = edges.map(\.rows.lowerBound).min() ?? 0
    let bottom = edges.map(\.rows.upperBound).max() ?? 0
    for row in max(top, 0)..<max(min(bottom, height), max(top, 0)) {
      let places = edges.filter { $0.rows.contains(row) }.map { $0.place(at: row) }
      guard let left = places.min(), let right = places.max() else { continue }
      let (first, last) = ((left + 65_535) >> 16, right >> 16)
      guard first < width, last >= 0, first <= last else { continue }
      add(row, max(first, 0))
      add(row, min(last, width - 1))
    }
  }

  private mutating func draw(_ line: PixelLine) {
    let isForward = line.start.x <= line.end.x
    let (first, last) = isForward ? (line.start, line.end) : (line.end, line.start)
    let (across, down) = (last.x - first.x, abs(last.y - first.y))
    let direction = last.y < first.y ? -1 : 1
    let isSteep = down > across
    let (long, short) = isSteep ? (down, across) : (across, down)
    var (x, y, error) = (first.x, first.y, long - 2 * short)
    for _ in 0...long {
      add(y, x)
      let isSide = error < 0
      error += isSide ? 2 * long - 2 * short : -2 * short
      if isSteep || isSide { y += direction }
      if !isSteep || isSide { x += 1 }
    }
  }

  private mutating func add(_ row: Int, _ column: Int) {
    guard let range = rows[row] else {
      rows[row] = column...column
      return
    }
    rows[row] = min(range.lowerBound, column)...max(range.upperBound, column)
  }
}
