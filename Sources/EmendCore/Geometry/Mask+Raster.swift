extension Mask {
  /// The pixels that one of the polygon's rings covers.
  ///
  /// Bit for bit what `annToRLE` of pycocotools makes of COCO's `segmentation`; no ring gives an
  /// empty mask. Positions further out than a million pixels are drawn in to there.
  /// - Precondition: the image has at most `UInt32.max` pixels.
  public init(polygon: Polygon, size: ImageSize) {
    let rings = polygon.rings.map { Mask(ring: $0, size: size) }
    guard let first = rings.first else {
      self = Mask(size: size, runs: [UInt32(size.width * size.height)])
      return
    }
    self = rings.dropFirst().reduce(first) { $0.union($1) }
  }

  /// The pixels of a box, as `rleFrBbox` of pycocotools has them.
  public init(box: Box, size: ImageSize) {
    let corners = [
      ImagePoint(x: box.x, y: box.y), ImagePoint(x: box.x, y: box.maxY),
      ImagePoint(x: box.maxX, y: box.maxY), ImagePoint(x: box.maxX, y: box.y),
    ]
    self.init(ring: corners, size: size)
  }

  /// The pixels that one closed ring covers.
  ///
  /// The boundary is walked on a grid five times as fine; where it crosses the middle of a column
  /// of pixels, the pixels below change sides. The corresponding function of pycocotools is
  /// `rleFrPoly`.
  /// - Complexity: O(n log n) for a boundary of n fifths of a pixel.
  init(ring: [ImagePoint], size: ImageSize) {
    var crossings = Self.crossings(of: FineBoundary(ring: ring).points, size: size)
    crossings.append(size.width * size.height)
    crossings.sort()
    self.init(size: size, runs: Self.runs(between: crossings))
  }

  /// Where the boundary crosses the middle of a column, as pixel numbers down the columns.
  private static func crossings(of points: [FinePoint], size: ImageSize) -> [Int] {
    var crossings: [Int] = []
    for (last, next) in zip(points, points.dropFirst()) where last.x != next.x {
      let left = next.x < last.x ? next.x : next.x - 1
      // Only the third of a column's five lines is its middle: (5 c + 2 + 0.5) / 5 - 0.5 is c.
      guard left >= 0, left % 5 == 2, left / 5 < size.width else { continue }
      let down = (Double(min(last.y, next.y)) + 0.5) / 5 - 0.5
      let row = Int(min(max(down, 0), Double(size.height)).rounded(.up))
      crossings.append(left / 5 * size.height + row)
    }
    return crossings
  }

  /// The distances between crossings; two at one place cancel each other.
  private static func runs(between crossings: [Int]) -> [UInt32] {
    var runs: [UInt32] = []
    var (last, joins) = (0, false)
    for crossing in crossings {
      let length = UInt32(crossing - last)
      last = crossing
      if joins {
        runs[runs.count - 1] += length
        joins = false
      } else if length == 0, !runs.isEmpty {
        joins = true
      } else {
        runs.append(length)
      }
    }
    return runs
  }
}

/// A position on a grid five times as fine as the image's pixels.
private struct FinePoint {
  var x: Int
  var y: Int

  init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }

  /// Rounded half up and then towards 0, as C converts.
  init(_ point: ImagePoint) {
    x = Self.fine(point.x)
    y = Self.fine(point.y)
  }

  private static func fine(_ value: Double) -> Int {
    guard value.isFinite else { return 0 }
    return Int(min(max(value, -1_000_000), 1_000_000) * 5 + 0.5)
  }
}

/// Every fine position along a closed ring.
private struct FineBoundary {
  private(set) var points: [FinePoint] = []

  init(ring: [ImagePoint]) {
    let corners = ring.map(FinePoint.init)
    guard let first = corners.first else { return }
    for (corner, next) in zip(corners, corners.dropFirst() + [first]) { walk(corner, next) }
  }

  /// Steps along the longer axis, always from its lower end, so that an edge is the same from both.
  private mutating func walk(_ from: FinePoint, _ to: FinePoint) {
    let (across, down) = (abs(to.x - from.x), abs(to.y - from.y))
    let isFlat = across >= down
    let isFlipped = isFlat ? from.x > to.x : from.y > to.y
    let (low, high) = isFlipped ? (to, from) : (from, to)
    let length = max(across, down)
    let rise = isFlat ? high.y - low.y : high.x - low.x
    // A ring's repeated point gives 0 / 0 in C; its other coordinate is never looked at.
    let slope = length == 0 ? 0 : Double(rise) / Double(length)
    for step in 0...length {
      let along = isFlipped ? length - step : step
      let side = Double(isFlat ? low.y : low.x) + slope * Double(along) + 0.5
      points.append(
        isFlat
          ? FinePoint(x: low.x + along, y: Int(side)) : FinePoint(x: Int(side), y: low.y + along))
    }
  }
}
