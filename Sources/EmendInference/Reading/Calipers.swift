/// Rectangles around a hull, each with a side along an edge of it, found by turning four calipers
/// around it.
///
/// As OpenCV's `rotatingCalipers` (5.0) in single precision and with its order of edges: where two
/// rectangles are equally small, and many are, rounding decides by which edge comes last.
struct Calipers {
  /// A rectangle by one corner and its two sides.
  struct Rectangle {
    var corner: MapPoint
    var along: MapPoint
    var across: MapPoint
    fileprivate var area: Float
  }

  private let hull: [MapPoint]
  /// From each corner to the next.
  private let edges: [MapPoint]
  private let scales: [Float]
  /// The corners that the calipers hold: upper, right, lower, left.
  private var held: [Int]

  /// - Parameter hull: three corners or more, clockwise on the screen.
  private init(_ hull: [MapPoint]) {
    self.hull = hull
    edges = hull.indices.map { index in
      let (one, two) = (hull[index], hull[(index + 1) % hull.count])
      return MapPoint(x: two.x - one.x, y: two.y - one.y)
    }
    scales = edges.map { edge in
      Float(1 / (Double(edge.x) * Double(edge.x) + Double(edge.y) * Double(edge.y)).squareRoot())
    }
    func first(_ value: (MapPoint) -> Float) -> Int {
      hull.indices.max { (value(hull[$0]), $1) < (value(hull[$1]), $0) } ?? 0
    }
    held = [first { -$0.y }, first(\.x), first(\.y), first { -$0.x }]
  }

  /// The smallest rectangle.
  ///
  /// - Parameter hull: clockwise on the screen; where it begins decides between equal ones.
  /// - Returns: nil where there are fewer than three corners.
  /// - Complexity: O(n)
  static func smallest(around hull: [MapPoint]) -> Rectangle? {
    guard hull.count > 2 else { return nil }
    var calipers = Calipers(hull)
    var best: Rectangle?
    for _ in hull.indices {
      let next = calipers.turn()
      if next.area <= best?.area ?? .infinity { best = next }
    }
    return best
  }

  /// Turns until a side lies along the next edge.
  private mutating func turn() -> Rectangle {
    let turned = held.indices.map { Self.turned(edges[held[$0]], quarters: $0) }
    var side = 0
    for other in 1..<4
    where turned[other].y * turned[side].x - turned[other].x * turned[side].y < 0 {
      side = other
    }
    let scale = scales[held[side]]
    let direction = MapPoint(x: turned[side].x * scale, y: turned[side].y * scale)
    held[side] = (held[side] + 1) % hull.count
    return rectangle(direction)
  }

  private static func turned(_ edge: MapPoint, quarters: Int) -> MapPoint {
    switch quarters {
    case 1: MapPoint(x: edge.y, y: -edge.x)
    case 2: MapPoint(x: -edge.x, y: -edge.y)
    case 3: MapPoint(x: -edge.y, y: edge.x)
    default: edge
    }
  }

  private func rectangle(_ direction: MapPoint) -> Rectangle {
    let (a, b) = (direction.x, direction.y)
    let (upper, right, lower, left) =
      (hull[held[0]], hull[held[1]], hull[held[2]], hull[held[3]])
    let width = (right.x - left.x) * a + (right.y - left.y) * b
    let height = -(lower.x - upper.x) * b + (lower.y - upper.y) * a
    let (one, two) = (a * left.x + left.y * b, -b * upper.x + upper.y * a)
    let share = 1 / (a * a + b * b)
    return Rectangle(
      corner: MapPoint(x: (one * a - two * b) * share, y: (a * two + b * one) * share),
      along: MapPoint(x: a * width, y: b * width),
      across: MapPoint(x: -b * height, y: a * height), area: width * height)
  }
}
