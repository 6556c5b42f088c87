/// A point of a map that a model answered, in the map's pixels; 0, 0 is the middle of its first.
struct MapPoint: Hashable, Sendable {
  var x: Float
  var y: Float

  /// How far `b` lies to the left of the way from here to `a`; 0 on it.
  func turn(_ a: MapPoint, _ b: MapPoint) -> Double {
    let (ax, ay) = (Double(a.x) - Double(x), Double(a.y) - Double(y))
    let (bx, by) = (Double(b.x) - Double(x), Double(b.y) - Double(y))
    return ax * by - ay * bx
  }
}

/// The corners of the smallest convex polygon around some points, without those on its edges.
///
/// - Complexity: O(n log n)
func convexHull(_ points: [MapPoint]) -> [MapPoint] {
  let sorted = Set(points).sorted { ($0.x, $0.y) < ($1.x, $1.y) }
  guard sorted.count > 2 else { return sorted }
  func half(_ points: some Sequence<MapPoint>) -> [MapPoint] {
    var chain: [MapPoint] = []
    for point in points {
      while chain.count > 1, chain[chain.count - 2].turn(chain[chain.count - 1], point) <= 0 {
        chain.removeLast()
      }
      chain.append(point)
    }
    return chain
  }
  return half(sorted).dropLast() + half(sorted.reversed()).dropLast()
}
