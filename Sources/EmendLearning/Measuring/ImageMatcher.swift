import EmendCore

/// Matches one image's detections of one label with its truths, as COCOeval does.
///
/// Source: pycocotools 2.0.11, `COCOeval.computeIoU` and `evaluateImg`, comparison by comparison.
/// One matcher serves many images, so that its arrays are made once.
struct ImageMatcher {
  private struct Truth {
    var isCrowd: Bool
    var isIgnored: Bool
    /// Its column in `overlaps`.
    var column: Int
  }

  private let overlap: Overlap
  /// A row for each detection, a column for each truth.
  private var overlaps: [Double] = []
  /// The largest number of each row.
  private var best: [Double] = []
  private var truthBounds: [Box] = []
  private var ordered: [Truth] = []
  /// For each truth of `ordered`, a bit for each level at which it is taken.
  private var taken: [UInt16] = []

  init(overlap: Overlap) { self.overlap = overlap }

  /// Adds one image's detections and truths to the label's.
  ///
  /// The detections are at most 100, best score first; the truths in the order of the image.
  /// - Complexity: O(detections × truths × levels × sizes) at worst; a detection that reaches
  ///   no truth costs O(truths).
  mutating func match(
    _ detections: some RandomAccessCollection<ScoredShape>,
    _ truths: some RandomAccessCollection<EvaluatedTruth>, image: Int32,
    into matches: inout LabelMatches
  ) {
    measure(detections, truths)
    var results = detections.enumerated().map { rank, detection in
      MatchedDetection(score: detection.score, image: image, rank: Int32(rank))
    }
    for range in AreaRange.allCases {
      order(truths, range)
      for truth in ordered where !truth.isIgnored { matches.countTruth(of: image, in: range) }
      for (row, detection) in detections.enumerated() {
        let found = assign(row)
        let index = range.rawValue
        results[row].matched[index] = found.matched
        results[row].ignored[index] = found.ignored
        if !range.limits.contains(detection.area) {
          results[row].ignored[index] |= ~found.matched & OverlapLevels.everyBit
        }
      }
    }
    for result in results { matches.append(result) }
  }

  /// Fills `overlaps` and `best`.
  private mutating func measure(
    _ detections: some RandomAccessCollection<ScoredShape>,
    _ truths: some RandomAccessCollection<EvaluatedTruth>
  ) {
    overlaps.removeAll(keepingCapacity: true)
    best.removeAll(keepingCapacity: true)
    truthBounds.removeAll(keepingCapacity: true)
    for truth in truths { truthBounds.append(truth.shape.bounds) }
    for detection in detections {
      let bounds = detection.shape.bounds
      var highest = 0.0
      for (column, truth) in truths.enumerated() {
        let value = overlap(detection.shape, bounds, truth, truthBounds[column])
        overlaps.append(value)
        highest = max(highest, value)
      }
      best.append(highest)
    }
  }

  /// Puts the truths that are ignored in `range` last and frees them all.
  private mutating func order(
    _ truths: some RandomAccessCollection<EvaluatedTruth>, _ range: AreaRange
  ) {
    ordered.removeAll(keepingCapacity: true)
    for isIgnored in [false, true] {
      for (column, truth) in truths.enumerated()
      where (truth.isCrowd || !range.limits.contains(truth.area)) == isIgnored {
        ordered.append(Truth(isCrowd: truth.isCrowd, isIgnored: isIgnored, column: column))
      }
    }
    taken.removeAll(keepingCapacity: true)
    taken.append(contentsOf: repeatElement(0, count: truths.count))
  }

  /// Takes the best free truth for the detection of `row` at each level that it reaches.
  private mutating func assign(_ row: Int) -> (matched: UInt16, ignored: UInt16) {
    var (matched, ignored) = (UInt16(0), UInt16(0))
    for level in 0..<OverlapLevels.count {
      // The levels rise: what does not reach this one reaches none of the rest.
      guard best[row] >= OverlapLevels.required[level] else { break }
      guard let place = freeTruth(row, level) else { continue }
      let bit = UInt16(1) << level
      taken[place] |= bit
      matched |= bit
      if ordered[place].isIgnored { ignored |= bit }
    }
    return (matched, ignored)
  }

  /// The last of the best truths, one that counts before any that is ignored.
  private func freeTruth(_ row: Int, _ level: Int) -> Int? {
    var required = OverlapLevels.required[level]
    var found: Int?
    for (place, truth) in ordered.enumerated() {
      if taken[place] >> level & 1 == 1, !truth.isCrowd { continue }
      if let found, !ordered[found].isIgnored, truth.isIgnored { break }
      let value = overlaps[row * ordered.count + truth.column]
      guard value >= required else { continue }
      required = value
      found = place
    }
    return found
  }
}
