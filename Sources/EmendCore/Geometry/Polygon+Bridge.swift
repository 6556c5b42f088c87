extension Polygon {
  /// One ring for all of `rings`: each further one is walked round from where the first starts.
  ///
  /// The ways there and back lie on each other and enclose nothing. A ring within the first one
  /// becomes a hole, by the even-odd rule that `rleFrPoly` and `cv2.fillPoly` fill by.
  /// - Returns: The first ring where it is the only one; nothing where there is none.
  public static func bridged(_ rings: [[ImagePoint]]) -> [ImagePoint] {
    guard let first = rings.first, let start = first.first, rings.count > 1 else {
      return rings.first ?? []
    }
    return rings.dropFirst().reduce(into: first) { ring, next in
      ring.append(start)
      ring += next + next.prefix(1)
    }
  }
}
