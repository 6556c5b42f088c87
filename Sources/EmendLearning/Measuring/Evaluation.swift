public import EmendCore

/// How well detections fit the truth, in COCO's measures.
///
/// Every number equals pycocotools' to 1e-9. A mean is nil where no label has a truth of that
/// size; COCOeval prints -1 there. Labels without a truth are in no mean.
public struct Evaluation: Sendable {
  /// The mean over overlaps 0.50, 0.55 … 0.95 and labels, with 100 detections an image and label.
  public let meanAveragePrecision50to95: Double?
  public let meanAveragePrecision50: Double?
  public let meanAveragePrecision75: Double?
  /// As ``meanAveragePrecision50to95``, of truths below 32² pixels.
  public let meanAveragePrecisionSmall: Double?
  /// Of truths from 32² to 96² pixels.
  public let meanAveragePrecisionMedium: Double?
  /// Of truths above 96² pixels.
  public let meanAveragePrecisionLarge: Double?
  /// The mean share of truths that are found, with 1 detection an image and label.
  public let averageRecall1: Double?
  public let averageRecall10: Double?
  public let averageRecall100: Double?
  /// As ``averageRecall100``, of truths below 32² pixels.
  public let averageRecallSmall: Double?
  public let averageRecallMedium: Double?
  public let averageRecallLarge: Double?
  /// Each label that has a truth which is not a crowd.
  public let perLabel: [LabelID: LabelEvaluation]
  public let imageCount: Int

  /// COCOeval's twelve `stats` in its order, with -1 for nil.
  public var summary: [Double] {
    [
      meanAveragePrecision50to95, meanAveragePrecision50, meanAveragePrecision75,
      meanAveragePrecisionSmall, meanAveragePrecisionMedium, meanAveragePrecisionLarge,
      averageRecall1, averageRecall10, averageRecall100,
      averageRecallSmall, averageRecallMedium, averageRecallLarge,
    ].map { $0 ?? -1 }
  }

  /// Measures the detections of `images` against their truths.
  ///
  /// Of each label and image the 100 best detections count. Among equal scores the earlier
  /// image's come first, then the earlier detection, as in COCOeval.
  /// - Complexity: O(images × detections × truths) comparisons at worst.
  public init(of images: [EvaluatedImage], overlap: Overlap = .boxes) {
    self.init(MatchedImages(images, overlap: overlap))
  }

  init(_ matched: MatchedImages) {
    let weights = [Int](repeating: 1, count: matched.imageCount)
    var tally = PrecisionTally()
    var measures: [LabelMeasures] = []
    for label in matched.labels.keys.sorted() {
      guard let matches = matched.labels[label], matches.truthCounts[0] > 0 else { continue }
      measures.append(LabelMeasures(label, matches, weights, &tally))
    }
    func mean(_ value: (LabelMeasures) -> Double?) -> Double? { measures.compactMap(value).mean }
    meanAveragePrecision50to95 = mean { $0.precision(.all) }
    meanAveragePrecision50 = mean { $0.precisions[0][0] }
    meanAveragePrecision75 = mean { $0.precisions[0][OverlapLevels.threeQuarters] }
    meanAveragePrecisionSmall = mean { $0.precision(.small) }
    meanAveragePrecisionMedium = mean { $0.precision(.medium) }
    meanAveragePrecisionLarge = mean { $0.precision(.large) }
    averageRecall1 = mean { $0.recall(.all, limit: 1) }
    averageRecall10 = mean { $0.recall(.all, limit: 10) }
    averageRecall100 = mean { $0.recall(.all, limit: 100) }
    averageRecallSmall = mean { $0.recall(.small, limit: 100) }
    averageRecallMedium = mean { $0.recall(.medium, limit: 100) }
    averageRecallLarge = mean { $0.recall(.large, limit: 100) }
    perLabel = Dictionary(uniqueKeysWithValues: measures.map { ($0.label, $0.evaluation) })
    imageCount = matched.imageCount
  }
}

/// One label's numbers before they become means.
private struct LabelMeasures {
  let label: LabelID
  let matches: LabelMatches
  /// For each `AreaRange` the average precision at each level; empty without a truth.
  let precisions: [[Double]]
  let evaluation: LabelEvaluation

  init(
    _ label: LabelID, _ matches: LabelMatches, _ weights: [Int], _ tally: inout PrecisionTally
  ) {
    self.label = label
    self.matches = matches
    var curve: [PrecisionRecallPoint] = []
    precisions = AreaRange.allCases.map { range in
      let truths = matches.truthCounts[range.rawValue]
      guard truths > 0 else { return [] }
      tally.count(matches, range, weights: weights)
      if range == .all { curve = tally.curve(at: 0, truths: truths) }
      return (0..<OverlapLevels.count).map { tally.averagePrecision(at: $0, truths: truths) }
    }
    evaluation = LabelEvaluation(matches, precisions: precisions[0], curve: curve)
  }

  func precision(_ range: AreaRange) -> Double? { precisions[range.rawValue].mean }

  func recall(_ range: AreaRange, limit: Int) -> Double? {
    guard matches.truthCounts[range.rawValue] > 0 else { return nil }
    return (0..<OverlapLevels.count).map { matches.recall(at: $0, range, limit: limit) }.mean
  }
}

extension [Double] {
  /// Nil of nothing.
  var mean: Double? { isEmpty ? nil : reduce(0, +) / Double(count) }
}
