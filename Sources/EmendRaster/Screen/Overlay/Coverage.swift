import EmendCore

/// Which screen pixels a polygon or a mask covers, a little past the screen's edge.
///
/// One value serves shape after shape, so that memory is taken once.
struct Coverage {
  /// Enough around a shape for an outline of ``OverlayPlane`` to know where it goes on.
  static let margin = 8

  /// The part of the screen that is kept.
  private(set) var area = ScreenRect(left: 0, top: 0, right: 0, bottom: 0)
  /// 1 for a covered pixel, rows of `width` bytes.
  private(set) var covered: [UInt8] = []
  /// Where a ring's inside begins or ends in a row, while a polygon is added.
  private var turns: [UInt8] = []

  var width: Int { area.right - area.left }

  /// Begins with nothing covered; coordinates are screen pixels.
  ///
  /// - Parameter area: what is to be kept, with its margin.
  mutating func begin(_ area: ScreenRect) {
    self.area = area
    let count = (area.right - area.left) * (area.bottom - area.top)
    if covered.count < count {
      covered = Array(repeating: 0, count: count)
      turns = Array(repeating: 0, count: count)
      return
    }
    covered.withUnsafeMutableBufferPointer { $0[..<count].update(repeating: 0) }
  }

  private func place(_ x: Int, _ y: Int) -> Int { (y - area.top) * width + x - area.left }

  /// Covers pixels of a row; what is outside is cut.
  private mutating func cover(row: Int, from left: Int, to right: Int) {
    let (first, end) = (max(left, area.left), min(right, area.right))
    guard first < end, row >= area.top, row < area.bottom else { return }
    let start = place(first, row)
    covered.withUnsafeMutableBufferPointer { pixels in
      for index in start..<start + end - first { pixels[index] = 1 }
    }
  }

  /// The pixel of a position, held within the area so that any number fits an Int.
  private func column(_ x: Double) -> Int {
    Int(min(max(x, Double(area.left)), Double(area.right)).rounded(.down))
  }

  private func row(_ y: Double) -> Int {
    Int(min(max(y, Double(area.top)), Double(area.bottom)).rounded(.down))
  }
}

// MARK: - Polygons

extension Coverage {
  /// Covers what a ring encloses (even-odd), and the ring itself; what is no number is left out.
  ///
  /// - Parameter points: in screen pixels.
  /// - Complexity: O(rows of each edge + area)
  mutating func add(_ points: [SIMD2<Double>]) {
    guard let last = points.last else { return }
    let low = points.reduce(last) { pointwiseMin($0, $1) }
    let high = points.reduce(last) { pointwiseMax($0, $1) }
    // An edge that ends between two pixels has none of the second.
    let (left, top) = (column(low.x), row(low.y))
    let limits = ScreenRect(
      left: left, top: top, right: max(left + 1, column(high.x.rounded(.up))),
      bottom: max(top + 1, row(high.y.rounded(.up)))
    ).intersection(area)
    guard !limits.isEmpty else { return }
    var start = last
    for end in points {
      let (upper, lower) = start.y <= end.y ? (start, end) : (end, start)
      addEdge(from: upper, to: lower, within: limits)
      start = end
    }
    fillTurns(within: limits)
  }

  private mutating func addEdge(
    from upper: SIMD2<Double>, to lower: SIMD2<Double>, within limits: ScreenRect
  ) {
    guard lower.y >= Double(limits.top), upper.y < Double(limits.bottom) else { return }
    let slope = lower.y > upper.y ? (lower.x - upper.x) / (lower.y - upper.y) : 0
    for row in row(upper.y)...min(row(lower.y), limits.bottom - 1) {
      let (top, middle, bottom) = (Double(row), Double(row) + 0.5, Double(row + 1))
      // The edge's own pixels, so that a thin shape is seen too.
      let first = upper.x + (max(upper.y, top) - upper.y) * slope
      let last = lower.y > upper.y ? upper.x + (min(lower.y, bottom) - upper.y) * slope : lower.x
      guard !first.isNaN, !last.isNaN else { continue }
      cover(
        row: row, from: column(min(first, last)),
        to: min(limits.right, column(max(first, last)) + 1))
      guard upper.y <= middle, middle < lower.y else { continue }
      let turn = column(upper.x + (middle - upper.y) * slope + 0.5)
      if turn < area.right { turns[place(turn, row)] ^= 1 }
    }
  }

  /// Covers what lies between an odd turn and the next, and takes the turns away.
  private mutating func fillTurns(within limits: ScreenRect) {
    let starts = (limits.top..<limits.bottom).map { place(limits.left, $0) }
    // A turn may stand at the first pixel that is not within.
    let length = min(limits.right + 1, area.right) - limits.left
    covered.withUnsafeMutableBufferPointer { pixels in
      turns.withUnsafeMutableBufferPointer { turns in
        for start in starts {
          var isInside: UInt8 = 0
          for index in start..<start + length {
            isInside ^= turns[index]
            turns[index] = 0
            pixels[index] |= isInside
          }
        }
      }
    }
  }
}

// MARK: - Masks

extension Coverage {
  /// Covers the pixels that a mask sets; at least one screen pixel for each.
  ///
  /// - Complexity: O(width + height + runs + pixels covered)
  mutating func add(_ mask: Mask, _ viewport: Viewport) {
    let (size, zoom, area, width) = (mask.size, viewport.zoom, area, width)
    let columns = Self.pixels(size.width, viewport.origin.x, zoom, area.left..<area.right)
    let rows = Self.pixels(size.height, viewport.origin.y, zoom, area.top..<area.bottom)
    covered.withUnsafeMutableBufferPointer { covered in
      // The image's column of the last run, and where it begins.
      var (column, first) = (0, 0)
      mask.forEachRun { start, end in
        var start = start
        while start < end {
          if start >= first + size.height {
            column = start / size.height
            first = column * size.height
          }
          let stop = min(end, first + size.height)
          for row in rows[start - first].lowerBound..<rows[stop - 1 - first].upperBound {
            let line = (row - area.top) * width - area.left
            for column in columns[column] { covered[line + column] = 1 }
          }
          start = stop
        }
      }
    }
  }

  /// The screen pixels of each image pixel along one axis, as far as they are kept; a mask lies in
  /// its image, so that they fit an Int.
  private static func pixels(
    _ count: Int, _ origin: Double, _ zoom: Double, _ kept: Range<Int>
  ) -> [Range<Int>] {
    (0..<count).map { place in
      let first = Int(((Double(place) - origin) * zoom).rounded(.down))
      let end = Int(((Double(place + 1) - origin) * zoom).rounded(.up))
      return (first..<max(first + 1, end)).clamped(to: kept)
    }
  }
}
