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
    var (left, right, top, bottom) = (size.width, 0, height, 0)
    var start = 0
    for (index, run) in runs.enumerated() {
      let end = start + Int(run)
      defer { start = end }
      guard index % 2 == 1, run > 0 else { continue }
      let (firstColumn, lastColumn) = (start / height, (end - 1) / height)
      left = min(left, firstColumn)
      right = max(right, lastColumn + 1)
      if firstColumn == lastColumn {
        top = min(top, start % height)
        bottom = max(bottom, (end - 1) % height + 1)
      } else {
        (top, bottom) = (0, height)
      }
    }
    guard right > left else { return Box(x: 0, y: 0, width: 0, height: 0) }
    return Box(
      x: Double(left), y: Double(top), width: Double(right - left), height: Double(bottom - top))
  }
}
