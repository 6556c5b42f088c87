import EmendCore

extension ModelComparison {
  /// Compares two models by resampling the images on which both were measured.
  ///
  /// Every round draws as many images as there are, with replacement, the same for both models,
  /// and measures both again; a label that the draw holds no truth of is left out of that round.
  /// The interval runs from the 2.5th to the 97.5th percentile of the differences. Source: Efron,
  /// Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13. Matching is
  /// done once. Nil where no image holds a truth to measure by.
  ///
  /// - Parameters:
  ///   - challenger: the newer model's detections.
  ///   - champion: the other's, on the same images in the same order.
  ///   - seed: the same seed gives the same interval.
  ///   - rounds: at least 1; fewer than 1,000 give a rough interval.
  ///   - overlap: how overlap is measured.
  /// - Complexity: O(rounds × detections)
  public init?(
    challenger: [EvaluatedImage], champion: [EvaluatedImage], seed: UInt64, rounds: Int = 1000,
    overlap: Overlap = .boxes
  ) {
    precondition(
      challenger.count == champion.count,
      "\(challenger.count) and \(champion.count) images; both must be measured on the same")
    precondition(rounds > 0, "\(rounds) rounds")
    let models = (
      MatchedImages(challenger, overlap: overlap), MatchedImages(champion, overlap: overlap)
    )
    var tally = PrecisionTally()
    let once = [Int](repeating: 1, count: challenger.count)
    guard let all = Self.difference(models, once, &tally) else { return nil }
    var random = SplitMix64(seed: seed)
    var rest: [MeanPrecisions] = []
    for _ in 0..<rounds {
      var weights = [Int](repeating: 0, count: challenger.count)
      for _ in challenger.indices {
        weights[Int.random(in: challenger.indices, using: &random)] += 1
      }
      if let difference = Self.difference(models, weights, &tally) { rest.append(difference) }
    }
    meanAveragePrecision50 = Self.comparison(all.at50, rest.map(\.at50))
    meanAveragePrecision50to95 = Self.comparison(all.at50to95, rest.map(\.at50to95))
  }

  private static func difference(
    _ models: (MatchedImages, MatchedImages), _ weights: [Int], _ tally: inout PrecisionTally
  ) -> MeanPrecisions? {
    guard let challenger = MeanPrecisions(models.0, weights, &tally),
      let champion = MeanPrecisions(models.1, weights, &tally)
    else { return nil }
    return MeanPrecisions(
      at50: challenger.at50 - champion.at50, at50to95: challenger.at50to95 - champion.at50to95)
  }

  private static func comparison(_ all: Double, _ rest: [Double]) -> BootstrapComparison {
    let sorted = rest.sorted()
    return BootstrapComparison(
      difference: all, low: sorted.percentile(2.5) ?? all, high: sorted.percentile(97.5) ?? all)
  }
}

/// The two means that models are compared by.
struct MeanPrecisions {
  var at50: Double
  var at50to95: Double

  init(at50: Double, at50to95: Double) {
    self.at50 = at50
    self.at50to95 = at50to95
  }

  /// Of images that count `weights[index]` times each; nil where they hold no truth.
  init?(_ matched: MatchedImages, _ weights: [Int], _ tally: inout PrecisionTally) {
    var (sum50, sum50to95, labels) = (0.0, 0.0, 0)
    for matches in matched.inOrder {
      let truths = matches.truthImages.reduce(0) { $0 + weights[Int($1)] }
      guard truths > 0 else { continue }
      tally.count(matches, .all, weights: weights)
      let precisions = (0..<OverlapLevels.count).map {
        tally.averagePrecision(at: $0, truths: truths)
      }
      sum50 += precisions[0]
      sum50to95 += precisions.mean ?? 0
      labels += 1
    }
    guard labels > 0 else { return nil }
    self.init(at50: sum50 / Double(labels), at50to95: sum50to95 / Double(labels))
  }
}

extension [Double] {
  /// Between the two nearest of ascending numbers, as `numpy.percentile` does; nil of nothing.
  func percentile(_ percent: Double) -> Double? {
    guard let last = indices.last else { return nil }
    let position = percent / 100 * Double(last)
    let below = Int(position)
    let above = Swift.min(below + 1, last)
    return self[below] + (self[above] - self[below]) * (position - Double(below))
  }
}
