import EmendCore

/// Which screen pixels a polygon or a mask covers, a little past the screen's edge.
struct Coverage {
  /// Enough around the screen for an outline to know that a shape goes on there.
  static let margin = 4

  let width: Int
  let height: Int
  private var covered: [Bool]
  /// Around all that is covered, in screen pixels; empty when nothing is.
  private(set) var bounds = ScreenRect(left: .max, top: .max, right: .min, bottom: .min)

  init(width: Int, height: Int) {
    self.width = width + 2 * Self.margin
    self.height = height + 2 * Self.margin
    covered = Array(repeating: false, count: self.width * self.height)
  }

  /// Coordinates are screen pixels; false outside.
  subscript(x: Int, y: Int) -> Bool {
    let (column, row) = (x + Self.margin, y + Self.margin)
    guard column >= 0, column < width, row >= 0, row < height else { return false }
    return covered[row * width + column]
  }

  /// Whether the pixel is covered and one of its neighbours, up to `distance` away, is not.
  func isEdge(_ x: Int, _ y: Int, distance: Int) -> Bool {
    guard self[x, y] else { return false }
    return (1...distance).contains { step in
      !self[x - step, y] || !self[x + step, y] || !self[x, y - step] || !self[x, y + step]
    }
  }

  /// Whether the pixel is not covered and touches one that is.
  func isRim(_ x: Int, _ y: Int) -> Bool {
    !self[x, y] && (self[x - 1, y] || self[x + 1, y] || self[x, y - 1] || self[x, y + 1])
  }

  private mutating func cover(row: Int, from left: Int, to right: Int) {
    let line = row + Self.margin
    guard line >= 0, line < height else { return }
    let (first, end) = (max(0, left + Self.margin), min(width, right + Self.margin))
    guard first < end else { return }
    for column in first..<end { covered[line * width + column] = true }
    bounds = ScreenRect(
      left: min(bounds.left, first - Self.margin), top: min(bounds.top, row),
      right: max(bounds.right, end - Self.margin), bottom: max(bounds.bottom, row + 1))
  }
}

extension Coverage {
  /// Covers what any ring encloses (even-odd within a ring), and the rings themselves.
  ///
  /// - Complexity: O(rows on the screen × points)
  mutating func add(_ polygon: Polygon, _ viewport: Viewport) {
    for ring in polygon.rings where ring.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) {
      let points = ring.map { point in
        SIMD2(
          (point.x - viewport.origin.x) * viewport.zoom,
          (point.y - viewport.origin.y) * viewport.zoom)
      }
      guard let first = points.first else { continue }
      let low = points.reduce(first) { pointwiseMin($0, $1) }
      let high = points.reduce(first) { pointwiseMax($0, $1) }
      let rows = pixels(from: low.y, to: high.y, limit: height)
      let columns = pixels(from: low.x, to: high.x, limit: width)
      for row in rows { addRow(row, of: points, within: columns) }
    }
  }

  /// The pixels between two positions, at least one, as far as they are kept.
  private func pixels(from low: Double, to high: Double, limit: Int) -> Range<Int> {
    // Clamped first: a number far off the screen may not fit an Int.
    let (least, most) = (Double(-Self.margin), Double(limit - Self.margin))
    let first = Int(min(max(low, least), most).rounded(.down))
    let end = Int(min(max(high, least), most).rounded(.up))
    return first..<max(end, low == high && low < most ? first + 1 : first)
  }

  /// Covers one row of a ring: between its crossings at the row's middle, and along its edges.
  private mutating func addRow(
    _ row: Int, of points: [SIMD2<Double>], within columns: Range<Int>
  ) {
    let (top, middle, bottom) = (Double(row), Double(row) + 0.5, Double(row + 1))
    var crossings: [Double] = []
    for (index, end) in points.enumerated() {
      let start = points[index == 0 ? points.count - 1 : index - 1]
      let (upper, lower) = start.y <= end.y ? (start, end) : (end, start)
      guard lower.y >= top, upper.y < bottom else { continue }
      let slope = lower.y > upper.y ? (lower.x - upper.x) / (lower.y - upper.y) : 0
      if upper.y <= middle, middle < lower.y {
        crossings.append(upper.x + (middle - upper.y) * slope)
      }
      // The edge's own pixels, so that a thin shape is seen too.
      let first = upper.x + (max(upper.y, top) - upper.y) * slope
      let last = lower.y > upper.y ? upper.x + (min(lower.y, bottom) - upper.y) * slope : lower.x
      cover(row, min(first, last), max(first, last) + 1, within: columns)
    }
    crossings.sort()
    for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
      cover(row, crossings[pair] + 0.5, crossings[pair + 1] + 0.5, within: columns)
    }
  }

  private mutating func cover(
    _ row: Int, _ left: Double, _ right: Double, within columns: Range<Int>
  ) {
    let (low, high) = (Double(columns.lowerBound), Double(columns.upperBound))
    guard low < high, !left.isNaN, !right.isNaN else { return }
    cover(
      row: row, from: Int(min(max(left, low), high).rounded(.down)),
      to: Int(min(max(right, low), high).rounded(.down)))
  }

  /// Covers the pixels that a mask sets; at least one screen pixel for each.
  ///
  /// - Complexity: O(runs + pixels covered)
  mutating func add(_ mask: Mask, _ viewport: Viewport) {
    var start = 0
    for (index, run) in mask.runs.enumerated() {
      let end = start + Int(run)
      defer { start = end }
      guard index % 2 == 1, run > 0 else { continue }
      for column in start / mask.size.height...(end - 1) / mask.size.height {
        let first = column * mask.size.height
        add(
          column: column, from: max(start, first) - first,
          to: min(end, first + mask.size.height) - first, viewport)
      }
    }
  }

  private mutating func add(column: Int, from top: Int, to bottom: Int, _ viewport: Viewport) {
    func place(_ position: Int, _ origin: Double) -> Double {
      (Double(position) - origin) * viewport.zoom
    }
    let columns = pixels(
      from: place(column, viewport.origin.x), to: place(column + 1, viewport.origin.x),
      limit: width)
    guard !columns.isEmpty else { return }
    let rows = pixels(
      from: place(top, viewport.origin.y), to: place(bottom, viewport.origin.y), limit: height)
    for row in rows { cover(row: row, from: columns.lowerBound, to: columns.upperBound) }
  }
}
