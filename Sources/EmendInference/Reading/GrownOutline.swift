import Glibc

/// A polygon that is grown by a distance, its corners rounded.
///
/// As `ClipperOffset` with round joins does it (Clipper 6.4 in pyclipper 1.4): corners are cut to
/// whole numbers first, and what comes out are whole numbers. Nothing is joined afterwards, so for
/// polygons without dents.
struct GrownOutline {
  /// In the order of the polygon's corners.
  private(set) var points: [MapPoint] = []

  private let distance: Double
  /// Of one step around a corner.
  private let sine: Double
  private let cosine: Double
  private let stepsPerRadian: Double

  private typealias Vector = (x: Double, y: Double)

  /// - Parameters:
  ///   - corners: of a polygon without dents; one without an area gives no points.
  ///   - distance: more than 0.
  init(_ corners: [MapPoint], by distance: Double) {
    self.distance = distance
    // How far the polygon may lie from the arc: a quarter of a pixel.
    let tolerance = min(0.25, distance * 0.25)
    let steps = min(.pi / acos(1 - tolerance / distance), distance * .pi)
    (sine, cosine) = (sin(2 * .pi / steps), cos(2 * .pi / steps))
    stepsPerRadian = steps / (2 * .pi)
    let whole = Self.whole(corners)
    guard whole.count > 2 else { return }
    let normals = whole.indices.map { Self.normal(whole[$0], whole[($0 + 1) % whole.count]) }
    for index in whole.indices {
      let before = normals[(index + normals.count - 1) % normals.count]
      turn(at: whole[index], from: before, to: normals[index])
    }
  }

  /// Corners of whole numbers that differ from the ones before, with the area to their left.
  private static func whole(_ corners: [MapPoint]) -> [Vector] {
    var points: [Vector] = []
    for corner in corners {
      let point = (
        x: Double(corner.x.rounded(.towardZero)), y: Double(corner.y.rounded(.towardZero))
      )
      if let last = points.last, last == point { continue }
      points.append(point)
    }
    while points.count > 1, points[0] == points[points.count - 1] { points.removeLast() }
    let area = points.indices.reduce(0.0) { sum, index in
      let (one, two) = (points[index], points[(index + 1) % points.count])
      return sum + one.x * two.y - two.x * one.y
    }
    return area < 0 ? points.reversed() : points
  }

  private static func normal(_ start: Vector, _ end: Vector) -> Vector {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let scale = 1 / (dx * dx + dy * dy).squareRoot()
    return (dy * scale, -dx * scale)
  }

  /// The arc around one corner.
  private mutating func turn(at corner: Vector, from before: Vector, to after: Vector) {
    let across = min(max(before.x * after.y - after.x * before.y, -1), 1)
    let along = before.x * after.x + before.y * after.y
    guard abs(across * distance) >= 1 || along <= 0 else { return add(corner, before) }
    guard across >= 0 else {
      add(corner, before)
      add(corner, (0, 0))
      return add(corner, after)
    }
    let steps = max(Int((stepsPerRadian * abs(atan2(across, along))).rounded()), 1)
    var normal = before
    for _ in 0..<steps {
      add(corner, normal)
      normal = (normal.x * cosine - sine * normal.y, normal.x * sine + normal.y * cosine)
    }
    add(corner, after)
  }

  private mutating func add(_ corner: Vector, _ normal: Vector) {
    points.append(
      MapPoint(
        x: Float((corner.x + normal.x * distance).rounded()),
        y: Float((corner.y + normal.y * distance).rounded())))
  }
}
