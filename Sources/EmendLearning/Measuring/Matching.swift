import EmendCore

/// Which detections stand for which truths on one image, whatever their labels.
///
/// Of all pairs that overlap enough, the closest is taken first; each truth and each detection
/// is in one pair at most. What is left over, and pairs of two labels, is where a person and the
/// model disagree.
public struct Matching: Hashable, Sendable {
  /// Two indices and how well their shapes overlap, `0...1`.
  public struct Pair: Hashable, Sendable {
    public var truth: Int
    public var detection: Int
    public var overlap: Double
  }

  /// Closest first; of equals, the earlier truth, then the earlier detection.
  public let pairs: [Pair]
  /// Indices of truths that no detection stands for, ascending.
  public let missed: [Int]
  /// Indices of detections that stand for no truth, ascending.
  public let extra: [Int]

  /// Pairs up one image's truths and detections.
  ///
  /// - Complexity: O(n log n) with n = truths × detections.
  public init(
    of image: EvaluatedImage, leastOverlap: Double = 0.5, overlap: Overlap = .boxes
  ) {
    var candidates: [Pair] = []
    for (place, truth) in image.truths.enumerated() {
      let bounds = truth.shape.bounds
      for (index, detection) in image.detections.enumerated() {
        let value = overlap(detection.shape, detection.shape.bounds, truth, bounds)
        guard value >= leastOverlap, value > 0 else { continue }
        candidates.append(Pair(truth: place, detection: index, overlap: value))
      }
    }
    var missed = Set(image.truths.indices)
    var extra = Set(image.detections.indices)
    pairs = candidates.sorted { $0.overlap > $1.overlap }.filter { pair in
      guard missed.contains(pair.truth), extra.contains(pair.detection) else { return false }
      missed.remove(pair.truth)
      extra.remove(pair.detection)
      return true
    }
    self.missed = missed.sorted()
    self.extra = extra.sorted()
  }

  /// The pairs of `image` whose labels differ.
  public func mislabelled(in image: EvaluatedImage) -> [Pair] {
    pairs.filter { image.truths[$0.truth].label != image.detections[$0.detection].label }
  }
}
