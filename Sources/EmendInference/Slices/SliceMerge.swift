public import EmendCore

/// Makes one object of what several slices found of it.
///
/// Greedy merging, as `sahi` 0.12 does it (`GreedyNMMPostprocess`): the best object takes in each
/// of its label that overlaps it by the limit; boxes and masks become what either covers, and the
/// best's score stays, as do its keypoints (`sahi` has none: a slice that sees half of a body
/// guesses the other half).
public struct SliceMerge: Hashable, Sendable {
  /// What an overlap is a share of.
  public enum Measure: String, CaseIterable, Sendable {
    /// The smaller box: a part of an object lies within the whole.
    case smaller
    /// What either covers.
    case union
  }

  public var measure: Measure
  /// `0...1`.
  public var limit: Double

  public init(measure: Measure = .smaller, limit: Double = 0.5) {
    (self.measure, self.limit) = (measure, limit)
  }

  /// - Parameter detections: of one image, in any order.
  /// - Returns: the merged ones, best first.
  /// - Complexity: O(n²)
  public func merged(_ detections: [Detection]) -> [Detection] {
    var result: [Detection] = []
    for label in Set(detections.map(\.best.label)) {
      result += merged(ofOneLabel: detections.filter { $0.best.label == label })
    }
    return result.sorted(by: Self.comesFirst)
  }

  private func merged(ofOneLabel detections: [Detection]) -> [Detection] {
    var left = detections.sorted(by: Self.comesFirst)[...]
    var result: [Detection] = []
    while var best = left.popFirst() {
      let bounds = best.shape.bounds
      let matching = left.filter { matches(bounds, $0.shape.bounds) }
      left.removeAll { matches(bounds, $0.shape.bounds) }
      // Those that overlap the best by enough, for as long as they overlap what has become of it.
      for other in matching where matches(best.shape.bounds, other.shape.bounds) {
        best.shape = best.shape.union(other.shape)
      }
      result.append(best)
    }
    return result
  }

  private func matches(_ first: Box, _ second: Box) -> Bool {
    let shared =
      max(0, min(first.maxX, second.maxX) - max(first.x, second.x))
      * max(0, min(first.maxY, second.maxY) - max(first.y, second.y))
    let whole =
      switch measure {
      case .smaller: min(first.area, second.area)
      case .union: first.area + second.area - shared
      }
    return whole > 0 && shared / whole >= limit
  }

  /// By score, and among equals by place, so that the order of the slices does not matter.
  private static func comesFirst(_ first: Detection, _ second: Detection) -> Bool {
    func key(_ detection: Detection) -> [Double] {
      let box = detection.shape.bounds
      return [
        -detection.best.score, box.x, box.y, box.maxX, box.maxY,
        Double(detection.best.label.rawValue),
      ]
    }
    return key(first).lexicographicallyPrecedes(key(second))
  }
}

extension Shape {
  /// What either shape covers: of two masks their pixels, else the box around both, with this one's
  /// keypoints.
  fileprivate func union(_ other: Shape) -> Shape {
    if case .mask(let mine) = self, case .mask(let theirs) = other {
      return .mask(mine.union(theirs))
    }
    let (a, b) = (bounds, other.bounds)
    let both = Box(
      from: ImagePoint(x: min(a.x, b.x), y: min(a.y, b.y)),
      to: ImagePoint(x: max(a.maxX, b.maxX), y: max(a.maxY, b.maxY)))
    guard case .keypoints(let pose) = self else { return .box(both) }
    return .keypoints(Pose(box: both, points: pose.points))
  }
}
