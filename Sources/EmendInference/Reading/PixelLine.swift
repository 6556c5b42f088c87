/// A pixel of a picture that may be too small for it.
struct PixelPoint: Hashable {
  var x: Int
  var y: Int
}

/// A line from pixel to pixel.
struct PixelLine {
  var start: PixelPoint
  var end: PixelPoint

  init(_ start: PixelPoint, _ end: PixelPoint) { (self.start, self.end) = (start, end) }

  /// The part inside a picture, and whether there is one; where there is none, the line may be
  /// another all the same.
  ///
  /// As OpenCV's `clipLine` (5.0), with its rounding.
  func clipped(width: Int, height: Int) -> (PixelLine, isInside: Bool) {
    var line = self
    func across(_ point: PixelPoint) -> Int { point.x < 0 ? -1 : point.x > width - 1 ? 1 : 0 }
    func down(_ point: PixelPoint) -> Int { point.y < 0 ? -1 : point.y > height - 1 ? 1 : 0 }
    func isBeside(_ one: (Int, Int), _ two: (Int, Int)) -> Bool {
      (one.0 != 0 && one.0 == two.0) || (one.1 != 0 && one.1 == two.1)
    }
    var (one, two) = ((across(start), down(start)), (across(end), down(end)))
    guard !isBeside(one, two) else { return (line, false) }
    for place in [\PixelLine.start, \PixelLine.end] {
      let side = down(line[keyPath: place])
      if side != 0 { line.move(place, toRow: side < 0 ? 0 : height - 1) }
    }
    (one, two) = ((across(line.start), 0), (across(line.end), 0))
    guard !isBeside(one, two) else { return (line, false) }
    for place in [\PixelLine.start, \PixelLine.end] {
      let side = across(line[keyPath: place])
      if side != 0 { line.move(place, toColumn: side < 0 ? 0 : width - 1) }
    }
    return (line, true)
  }

  private mutating func move(_ place: WritableKeyPath<PixelLine, PixelPoint>, toRow row: Int) {
    let point = self[keyPath: place]
    let share = Double(row - point.y) * Double(end.x - start.x) / Double(end.y - start.y)
    self[keyPath: place] = PixelPoint(x: point.x + Int(share), y: row)
  }

  private mutating func move(_ place: WritableKeyPath<PixelLine, PixelPoint>, toColumn x: Int) {
    let point = self[keyPath: place]
    let share = Double(x - point.x) * Double(end.y - start.y) / Double(end.x - start.x)
    self[keyPath: place] = PixelPoint(x: x, y: point.y + Int(share))
  }
}
