import EmendCore

/// How the pixels of a polygon or a mask are drawn, by where they are in it.
struct AreaInks {
  /// Just outside.
  var rim: Ink?
  /// The outermost pixels.
  var border: Ink?
  /// The rest of the outline.
  var edge: Ink?
  var inside: Ink?
  /// Of the outline with its border, 1 to 7.
  var thickness: Int

  /// In the order of ``Coverage/sort(row:from:thickness:into:)``.
  fileprivate var byKind: [(kind: UInt8, ink: Ink)] {
    zip(UInt8(1)..., [rim, border, edge, inside]).compactMap { kind, ink in
      ink.map { (kind, $0) }
    }
  }
}

extension OverlayPlane {
  /// Draws what is covered: each row is sorted into kinds of pixels, and each kind has its ink.
  ///
  /// - Complexity: O(area)
  mutating func draw(_ coverage: Coverage, _ inks: AreaInks) {
    let area = coverage.area.grown(by: -Coverage.margin)
    guard !area.isEmpty else { return }
    let width = area.right - area.left
    let byKind = inks.byKind.map { (kind: $0.kind, ink: $0.ink.repeated(over: width)) }
    var kinds = [UInt8](repeating: 0, count: width)
    for y in area.top..<area.bottom {
      coverage.sort(row: y, from: area.left, thickness: inks.thickness, into: &kinds)
      for (kind, ink) in byKind {
        draw(kind, of: kinds, at: ScreenPoint(x: area.left, y: y), ink)
      }
    }
  }
}

extension Coverage {
  /// What each pixel of a row is: 0 outside, 1 just outside, 2 outermost, 3 within `thickness` of
  /// the outside along a row or a column, 4 deeper inside.
  ///
  /// Bytes without branches and checks, so that it becomes vector code: every pixel of every mask
  /// is looked at.
  /// - Precondition: the row and the columns are a margin away from the area's edge.
  func sort(row: Int, from left: Int, thickness: Int, into kinds: inout [UInt8]) {
    precondition(thickness < Self.margin, "thickness \(thickness)")
    let start = (row - area.top) * width + left - area.left
    covered.withUnsafeBufferPointer { pixels in
      kinds.withUnsafeMutableBufferPointer { kinds in
        let count = kinds.count
        func shifted(_ step: Int) -> UnsafeBufferPointer<UInt8> {
          UnsafeBufferPointer(rebasing: pixels[start + step..<start + step + count])
        }
        let own = shifted(0)
        let (before, after) = (shifted(-1), shifted(1))
        let (above, below) = (shifted(-width), shifted(width))
        for index in 0..<count {
          let isDeep = own[index] & before[index] & after[index] & above[index] & below[index]
          let isOutside = own[index] ^ 1
          let isNear = isOutside & (before[index] | after[index] | above[index] | below[index])
          kinds[index] = isNear | (own[index] &+ isDeep) &<< 1
        }
        for step in stride(from: 2, through: thickness, by: 1) {
          let (before, after) = (shifted(-step), shifted(step))
          let (above, below) = (shifted(-step * width), shifted(step * width))
          for index in 0..<count {
            let isDeep = before[index] & after[index] & above[index] & below[index]
            // 4 becomes 3 where one of the pixels that far is not covered.
            kinds[index] = kinds[index] &- (kinds[index] &>> 2) & (isDeep ^ 1)
          }
        }
      }
    }
  }
}
