/// How well one label's detections fit its truths.
public struct LabelEvaluation: Sendable {
  public let averagePrecision50to95: Double
  public let averagePrecision50: Double
  public let averagePrecision75: Double
  /// 101 points at overlap 0.5, by rising recall.
  public let curve: [PrecisionRecallPoint]
  /// Truths that are not crowds.
  public let truthCount: Int
  /// Detections that counted: not in a crowd and among their image's best 100.
  public var detectionCount: Int { outcomes.count }
  /// Where F1 at overlap 0.5 is highest, and of equals the highest score.
  ///
  /// Nil without detections.
  public let bestF1: OperatingPoint?
  private let outcomes: [Outcome]

  /// Keeps `precisions`, which hold one number for each overlap level, and the outcomes at 0.5.
  init(_ matches: LabelMatches, precisions: [Double], curve: [PrecisionRecallPoint]) {
    averagePrecision50to95 = precisions.mean ?? 0
    averagePrecision50 = precisions[0]
    averagePrecision75 = precisions[OverlapLevels.threeQuarters]
    self.curve = curve
    truthCount = matches.truthCounts[0]
    outcomes = matches.detections.compactMap { detection in
      guard detection.ignored[0] & 1 == 0 else { return nil }
      return Outcome(score: detection.score, isRight: detection.matched[0] & 1 == 1)
    }
    bestF1 = Self.bestF1(outcomes, truths: truthCount)
  }

  /// Precision, recall and F1 at overlap 0.5 of the detections that score at least `score`.
  ///
  /// - Complexity: O(detections)
  public func operatingPoint(at score: Double) -> OperatingPoint {
    let taken = outcomes.prefix { $0.score >= score }
    return OperatingPoint(
      score: score, right: taken.count { $0.isRight }, taken: taken.count, truths: truthCount)
  }

  private static func bestF1(_ outcomes: [Outcome], truths: Int) -> OperatingPoint? {
    var best: OperatingPoint?
    var right = 0
    for (index, outcome) in outcomes.enumerated() {
      right += outcome.isRight ? 1 : 0
      // A threshold cannot tell equal scores apart: only the last of them is a point.
      if index + 1 < outcomes.count, outcomes[index + 1].score == outcome.score { continue }
      let point = OperatingPoint(
        score: outcome.score, right: right, taken: index + 1, truths: truths)
      if best.map({ point.f1 > $0.f1 }) ?? true { best = point }
    }
    return best
  }
}

/// One detection at overlap 0.5.
private struct Outcome: Sendable {
  var score: Double
  var isRight: Bool
}

/// What a score threshold makes of a label's detections, at overlap 0.5.
public struct OperatingPoint: Hashable, Sendable {
  /// Detections that score at least this are taken.
  public var score: Double
  /// The share of taken detections that are right, `0...1`; 0 when none is taken.
  public var precision: Double
  /// The share of truths that are found, `0...1`; 0 when there is none.
  public var recall: Double
  /// The harmonic mean of both; 0 when both are 0.
  public var f1: Double

  init(score: Double, right: Int, taken: Int, truths: Int) {
    self.score = score
    precision = taken == 0 ? 0 : Double(right) / Double(taken)
    recall = truths == 0 ? 0 : Double(right) / Double(truths)
    f1 = taken + truths == 0 ? 0 : 2 * Double(right) / Double(taken + truths)
  }
}
