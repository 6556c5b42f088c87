import Glibc

/// The smallest rectangle around some points, turned as it may be.
///
/// In single precision and with OpenCV's operations (`minAreaRect` and `boxPoints`, 5.0), because
/// what comes after cuts its corners to whole numbers.
struct TightBox {
  private let x: Float
  private let y: Float
  private let width: Float
  private let height: Float
  /// Of the side that is called the width, in degrees.
  private let angle: Float

  /// The length of its shorter side, in pixels of the map.
  var shorterSide: Float { min(width, height) }

  /// At which corner OpenCV begins a hull, which comes of how it walks around what.
  enum Start {
    /// Around a part of a map.
    case afterUpperLeft
    /// Around a hole.
    case upperLeft
    /// Around what Clipper answers.
    case afterUpperRight
  }

  /// It is nil where the points lie on a line.
  ///
  /// - Complexity: O(n log n)
  init?(around points: [MapPoint], from start: Start) {
    let hull = Self.turned(convexHull(points), to: start)
    guard let best = Calipers.smallest(around: hull) else { return nil }
    let (along, across) = (best.along, best.across)
    x = best.corner.x + (along.x + across.x) * 0.5
    y = best.corner.y + (along.y + across.y) * 0.5
    width = Self.length(across)
    height = Self.length(along)
    angle = Float(atan2(Double(along.y), Double(along.x)) * 180 / .pi) - 90
  }

  /// The same hull from another corner on.
  private static func turned(_ hull: [MapPoint], to start: Start) -> [MapPoint] {
    let isRight = start == .afterUpperRight
    let upper = hull.indices.min {
      let (one, two) = (hull[$0], hull[$1])
      return (one.y, isRight ? -one.x : one.x) < (two.y, isRight ? -two.x : two.x)
    }
    guard let upper else { return hull }
    let first = start == .upperLeft ? upper : upper + 1
    return Array(hull[first...] + hull[..<first])
  }

  private static func length(_ side: MapPoint) -> Float {
    Float((Double(side.x) * Double(side.x) + Double(side.y) * Double(side.y)).squareRoot())
  }

  /// From the upper left one, clockwise on the screen.
  ///
  /// As `get_mini_boxes` of PaddleOCR 3.3: the two leftmost ones are the left side, however the
  /// box is turned.
  var corners: [MapPoint] {
    let turned = Double(angle) * .pi / 180
    let (a, b) = (Float(sin(turned)) * 0.5, Float(cos(turned)) * 0.5)
    let points = [
      MapPoint(x: x - a * height - b * width, y: y + b * height - a * width),
      MapPoint(x: x + a * height - b * width, y: y - b * height - a * width),
      MapPoint(x: x + a * height + b * width, y: y - b * height + a * width),
      MapPoint(x: x - a * height + b * width, y: y + b * height + a * width),
    ]
    let order = points.indices.sorted { (points[$0].x, $0) < (points[$1].x, $1) }
    let sorted = order.map { points[$0] }
    let left = sorted[1].y > sorted[0].y ? (sorted[0], sorted[1]) : (sorted[1], sorted[0])
    let right = sorted[3].y > sorted[2].y ? (sorted[2], sorted[3]) : (sorted[3], sorted[2])
    return [left.0, right.0, right.1, left.1]
  }
}
