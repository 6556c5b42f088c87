extension Polygon {
  /// The sum of the areas that the rings enclose, in square pixels.
  ///
  /// Source: the shoelace formula. Where rings overlap it counts twice, and a mask would not.
  public var area: Double {
    rings.reduce(0) { $0 + abs(Self.signedArea(of: $1)) }
  }

  /// Above 0 for a ring that goes clockwise on the screen.
  static func signedArea(of ring: [ImagePoint]) -> Double {
    guard let first = ring.first else { return 0 }
    let twice = zip(ring, ring.dropFirst() + [first]).reduce(0) {
      $0 + ($1.0.x * $1.1.y - $1.1.x * $1.0.y)
    }
    return twice / 2
  }
}
