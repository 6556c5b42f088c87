extension Mask {
  /// How many pixels are set.
  public var area: Int {
    var sum = 0
    for index in stride(from: 1, to: runs.count, by: 2) { sum += Int(runs[index]) }
    return sum
  }

  /// The smallest box around the set pixels; empty at the origin when none is set.
  ///
  /// - Complexity: O(runs)
  public var bounds: Box {
    let height = size.height
    // Most runs begin in the column of the run before, at pixel `column`, and need no division.
    var column = 0
    var (first, last, top, bottom) = (-1, -1, height, 0)
    forEachRun { start, end in
      if first < 0 { first = start }
      last = end - 1
      if start >= column + height { column = start / height * height }
      top = min(top, end <= column + height ? start - column : 0)
      bottom = max(bottom, min(end - column, height))
    }
    guard first >= 0 else { return Box(x: 0, y: 0, width: 0, height: 0) }
    let (left, right) = (first / height, last / height + 1)
    return Box(
      x: Double(left), y: Double(top), width: Double(right - left), height: Double(bottom - top))
  }

  /// Calls `visit` with the first pixel and the end of each run of set pixels, none empty.
  ///
  /// - Parameter visit: takes pixel numbers down the columns, from the left one.
  @inlinable
  public func forEachRun(_ visit: (Int, Int) -> Void) {
    var start = 0
    for index in stride(from: 1, to: runs.count, by: 2) {
      start += Int(runs[index - 1])
      let end = start + Int(runs[index])
      if end > start { visit(start, end) }
      start = end
    }
  }
}
