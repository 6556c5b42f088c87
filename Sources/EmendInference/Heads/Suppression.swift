/// Keeps the best candidates and drops each that overlaps a better one of its label.
///
/// As Ultralytics' `non_max_suppression` (8.4) over torchvision's `nms`: single precision, boxes
/// of different labels moved apart by 7,680 pixels, equal scores in the order of their places.
/// - Parameters:
///   - candidates: in the order of their places.
///   - overlapLimit: intersection over union above which one is dropped.
///   - maximumCount: how many are kept.
/// - Returns: the kept ones, best first.
/// - Complexity: O(n log n + n × kept), with n at most 30,000.
func suppressed(
  _ candidates: [Candidate], overlapLimit: Double, maximumCount: Int
) -> [Candidate] {
  var order = Array(candidates.indices)
  order.sort { first, second in
    let (a, b) = (candidates[first].score, candidates[second].score)
    return a > b || (a == b && first < second)
  }
  var kept: [Candidate] = []
  var shifted: [Corners] = []
  for index in order.prefix(30_000) where kept.count < maximumCount {
    let candidate = candidates[index]
    let corners = candidate.corners.apart(label: candidate.label)
    let clashes = kept.indices.contains { other in
      kept[other].label == candidate.label
        && Double(shifted[other].overlap(with: corners)) > overlapLimit
    }
    guard !clashes else { continue }
    kept.append(candidate)
    shifted.append(corners)
  }
  return kept
}

extension Corners {
  /// Moved by its label, which costs the precision that it costs Ultralytics.
  fileprivate func apart(label: Int) -> Corners {
    let offset = Float(label) * 7680
    return Corners(
      left: left + offset, top: top + offset, right: right + offset, bottom: bottom + offset)
  }

  /// Intersection over union; not a number for two empty boxes, which then are both kept.
  fileprivate func overlap(with other: Corners) -> Float {
    let width = max(0, min(right, other.right) - max(left, other.left))
    let height = max(0, min(bottom, other.bottom) - max(top, other.top))
    let shared = width * height
    return shared / (area + other.area - shared)
  }
}
