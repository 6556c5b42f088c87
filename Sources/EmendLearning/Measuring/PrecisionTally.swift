/// Counts right and wrong detections of one label at every overlap level in one pass.
///
/// Images may be weighted, which stands for having each one several times. One tally serves many
/// passes, so that its arrays are made once.
struct PrecisionTally {
  /// The state just after a right detection; nowhere else can precision rise.
  private struct Hit {
    var precision: Double
    /// Right detections so far.
    var count: Int
    var score: Double
  }

  /// Each level's, highest score first.
  private var hits = [[Hit]](repeating: [], count: OverlapLevels.count)
  private var firstScore = 0.0

  /// Counts `matches` in the order of their scores, each image `weights[index]` times.
  ///
  /// `numpy.spacing(1)` in the quotient is COCOeval's guard against 0 / 0.
  /// - Complexity: O(detections); only those that found a truth or are ignored at some level
  ///   cost more than an addition.
  mutating func count(_ matches: LabelMatches, _ range: AreaRange, weights: [Int]) {
    firstScore = matches.detections.first?.score ?? 0
    for level in hits.indices { hits[level].removeAll(keepingCapacity: true) }
    var right = [Int](repeating: 0, count: OverlapLevels.count)
    // Of `all`, what each level leaves out.
    var left = [Int](repeating: 0, count: OverlapLevels.count)
    var all = 0
    for detection in matches.detections {
      let matched = detection.matched[range.rawValue]
      let ignored = detection.ignored[range.rawValue]
      let weight = weights[Int(detection.image)]
      guard ignored != OverlapLevels.everyBit else { continue }
      // A draw leaves out 37 % of the images, which no branch predictor can guess: asked below
      // and not above, and visiting set bits only, a bootstrap of 500 images takes 0.62 s of
      // processor time and not 1.00 s (2026-11-21).
      all += weight
      var bits = matched | ignored
      guard bits != 0, weight > 0 else { continue }
      while bits != 0 {
        let level = bits.trailingZeroBitCount
        bits &= bits - 1
        if ignored >> level & 1 == 1 {
          left[level] += weight
        } else {
          right[level] += weight
          let precision = Double(right[level]) / (Double(all - left[level]) + Double.ulpOfOne)
          hits[level].append(
            Hit(precision: precision, count: right[level], score: detection.score))
        }
      }
    }
  }

  /// The mean of the best precision at or beyond each of the 101 recalls, of `truths` > 0.
  func averagePrecision(at level: Int, truths: Int) -> Double {
    var (sum, highest, recall) = (0.0, 0.0, RecallLevels.count - 1)
    for place in hits[level].indices.reversed() {
      let hit = hits[level][place]
      let before = place == 0 ? -1 : Double(hits[level][place - 1].count) / Double(truths)
      highest = max(highest, hit.precision)
      let reached = Double(hit.count) / Double(truths)
      while recall >= 0, RecallLevels.values[recall] > reached { recall -= 1 }
      while recall >= 0, RecallLevels.values[recall] > before {
        sum += highest
        recall -= 1
      }
    }
    return sum / Double(RecallLevels.count)
  }

  /// Precision and score at each of the 101 recalls.
  func curve(at level: Int, truths: Int) -> [PrecisionRecallPoint] {
    var points = RecallLevels.values.map {
      PrecisionRecallPoint(recall: $0, precision: 0, score: 0)
    }
    points[0].score = firstScore
    var envelope = 0.0
    let own = hits[level]
    let highest = own.reversed().map { hit in
      envelope = max(envelope, hit.precision)
      return envelope
    }
    var place = 0
    for recall in points.indices {
      while place < own.count, Double(own[place].count) / Double(truths) < points[recall].recall {
        place += 1
      }
      guard place < own.count else { break }
      points[recall].precision = highest[own.count - 1 - place]
      if recall > 0 { points[recall].score = own[place].score }
    }
    return points
  }
}

/// One of the 101 points of a precision-recall curve.
public struct PrecisionRecallPoint: Hashable, Sendable {
  /// 0.00, 0.01 … 1.00.
  public var recall: Double
  /// The best precision at this recall or beyond; 0 where the recall is not reached.
  public var precision: Double
  /// The score down to which detections are taken to reach the recall; 0 where it is not.
  public var score: Double
}

extension LabelMatches {
  /// The share of truths that are found at `level` with `limit` detections an image.
  ///
  /// - Complexity: O(detections)
  func recall(at level: Int, _ range: AreaRange, limit: Int) -> Double {
    let index = range.rawValue
    let found = detections.count {
      Int($0.rank) < limit && ($0.matched[index] & ~$0.ignored[index]) >> level & 1 == 1
    }
    return Double(found) / Double(truthCounts[index])
  }
}
