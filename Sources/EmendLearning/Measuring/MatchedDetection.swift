/// How one detection fared, for all overlap levels and sizes at once.
struct MatchedDetection {
  var score: Double
  /// The index of its image.
  var image: Int32
  /// From 0: its place among its image's detections of the label, best score first.
  var rank: Int32
  /// For each `AreaRange`, a bit for each overlap level at which it found a truth.
  var matched: SIMD4<UInt16> = .zero
  /// For each `AreaRange`, a bit for each level at which it counts neither as right nor as wrong.
  var ignored: SIMD4<UInt16> = .zero
}

/// Everything that is known of one label once its detections are matched.
struct LabelMatches {
  /// Best score first; equal scores in the order of the images, then of the detections.
  private(set) var detections: [MatchedDetection] = []
  /// The number of truths that can be missed, for each `AreaRange`.
  private(set) var truthCounts: SIMD4<Int> = .zero
  /// For each truth that can be missed at any size, the index of its image.
  private(set) var truthImages: [Int32] = []

  mutating func append(_ detection: MatchedDetection) { detections.append(detection) }

  /// Counts a truth of `image` in the ranges where it is not ignored.
  mutating func countTruth(of image: Int32, in range: AreaRange) {
    truthCounts[range.rawValue] += 1
    if range == .all { truthImages.append(image) }
  }

  /// Orders by score as `numpy.argsort(-scores, kind="mergesort")` does.
  ///
  /// - Complexity: O(n log n). `sort(by:)` is stable (guaranteed by its documentation).
  mutating func sortByScore() { detections.sort { $0.score > $1.score } }
}
