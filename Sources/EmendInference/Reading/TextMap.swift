import EmendCore

/// Finds where text stands in a map of how likely each pixel is to be of text.
///
/// Source: `DBPostProcess` of PaddleOCR 3.3 with boxes of four corners and the fast score, as
/// RapidOCR 3.10 has it too.
struct TextMap: Hashable, Sendable {
  /// Where a line of text stands.
  struct Place {
    /// The corners of the line, in pixels of the image, whole numbers: upper left, upper right,
    /// lower right, lower left.
    var corners: [ImagePoint]
    /// The mean of the map in the box before it was grown, `0...1`.
    var score: Double
  }

  /// Values above it are of text.
  var threshold: Float = 0.3
  /// What a box must score.
  var boxScore = 0.6
  /// How far a box grows: its area by its circumference, times this.
  var growth = 1.5
  /// More outlines than these are not looked at.
  var maximumCount = 1000

  /// The shorter side of a box before it grows, in pixels of the map; 2 more afterwards.
  private static let shortest: Float = 3

  /// - Parameters:
  ///   - map: `[height, width]`, `0...1`.
  ///   - size: the image's; the map covers all of it.
  /// - Returns: the places from the top down, in the order of their first pixels.
  func places(in map: FloatTensor, of size: ImageSize) -> [Place] {
    MapOutlines(map, above: threshold).outlines.suffix(maximumCount).compactMap {
      place(of: $0, in: map, size)
    }
  }

  private func place(
    of outline: MapOutlines.Outline, in map: FloatTensor, _ size: ImageSize
  ) -> Place? {
    let start = outline.isHole ? TightBox.Start.upperLeft : .afterUpperLeft
    guard let box = TightBox(around: outline.points, from: start),
      box.shorterSide >= Self.shortest
    else { return nil }
    let corners = box.corners
    let score = mean(of: map, in: corners)
    guard score >= boxScore else { return nil }
    guard let distance = growthDistance(corners), distance > 0,
      let grown = TightBox(
        around: GrownOutline(corners, by: distance).points, from: .afterUpperRight),
      grown.shorterSide >= Self.shortest + 2
    else { return nil }
    let mapSize = ImageSize(width: map.shape[1], height: map.shape[0])
    let placed = grown.corners.map { imagePoint($0, from: mapSize, to: size) }
    return quadrilateral(placed, size).map { Place(corners: $0, score: score) }
  }

  private func growthDistance(_ corners: [MapPoint]) -> Double? {
    var (area, length) = (0.0, 0.0)
    for (index, corner) in corners.enumerated() {
      let next = corners[(index + 1) % corners.count]
      let (x, y) = (Double(corner.x), Double(corner.y))
      let (dx, dy) = (Double(next.x) - x, Double(next.y) - y)
      area += (x * Double(next.y) - Double(next.x) * y) / 2
      length += (dx * dx + dy * dy).squareRoot()
    }
    return length > 0 ? abs(area) * growth / length : nil
  }

  /// The mean of the values that the box covers.
  private func mean(of map: FloatTensor, in corners: [MapPoint]) -> Double {
    func range(_ places: [Float], _ count: Int) -> ClosedRange<Int> {
      let low = Int((places.min() ?? 0).rounded(.down))
      let high = Int((places.max() ?? 0).rounded(.up))
      return min(max(low, 0), count - 1)...min(max(high, 0), count - 1)
    }
    let columns = range(corners.map(\.x), map.shape[1])
    let rows = range(corners.map(\.y), map.shape[0])
    // Cut to whole numbers only then: a corner just before a pixel counts as the one before it.
    let moved = corners.map {
      MapPoint(x: $0.x - Float(columns.lowerBound), y: $0.y - Float(rows.lowerBound))
    }
    let filled = FilledOutline(moved, width: columns.count, height: rows.count)
    var (sum, count) = (0.0, 0)
    for (row, range) in filled.rows {
      let start = (row + rows.lowerBound) * map.shape[1] + columns.lowerBound
      for column in range { sum += Double(map.values[start + column]) }
      count += range.count
    }
    return count > 0 ? sum / Double(count) : 0
  }

  /// Rounded to whole numbers, on the image or its edge.
  private func imagePoint(
    _ point: MapPoint, from map: ImageSize, to size: ImageSize
  ) -> ImagePoint {
    func scaled(_ place: Float, _ from: Int, _ to: Int) -> Double {
      let place = (place / Float(from) * Float(to)).rounded(.toNearestOrEven)
      return Double(min(max(place, 0), Float(to)))
    }
    return ImagePoint(
      x: scaled(point.x, map.width, size.width), y: scaled(point.y, map.height, size.height))
  }

  /// Inside the image, from the upper left one, clockwise on the screen; nil where a side has less
  /// than 4 pixels.
  private func quadrilateral(_ points: [ImagePoint], _ size: ImageSize) -> [ImagePoint]? {
    let order = points.indices.sorted { (points[$0].x, $0) < (points[$1].x, $1) }
    let sorted = order.map { points[$0] }
    let left = sorted[1].y < sorted[0].y ? (sorted[1], sorted[0]) : (sorted[0], sorted[1])
    let right = sorted[3].y < sorted[2].y ? (sorted[3], sorted[2]) : (sorted[2], sorted[3])
    let corners = [left.0, right.0, right.1, left.1].map {
      ImagePoint(x: min($0.x, Double(size.width - 1)), y: min($0.y, Double(size.height - 1)))
    }
    func side(_ one: ImagePoint, _ two: ImagePoint) -> Int {
      Int(((one.x - two.x) * (one.x - two.x) + (one.y - two.y) * (one.y - two.y)).squareRoot())
    }
    guard side(corners[0], corners[1]) > 3, side(corners[0], corners[3]) > 3 else { return nil }
    return corners
  }
}
