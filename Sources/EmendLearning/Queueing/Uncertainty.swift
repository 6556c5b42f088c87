public import EmendCore
import Glibc

/// How unsure a model was, by the strategies of the queue.
public enum Uncertainty {
  /// The entropy of a yes or no with chance `probability`, in nats: `-p ln p - (1-p) ln (1-p)`.
  ///
  /// 0 at 0 and 1, and at most ln 2 (0.693…), at 0.5.
  public static func binaryEntropy(_ probability: Double) -> Double {
    guard probability > 0, probability < 1 else { return 0 }
    return -probability * log(probability) - (1 - probability) * log1p(-probability)
  }

  /// The entropy of chances that add up to 1, in nats: the sum of `-p ln p`.
  ///
  /// 0 where one is 1, and at most the logarithm of their number, where all are equal.
  public static func entropy(of shares: [Double]) -> Double {
    shares.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
  }

  /// How much an image is worth a look, by a score of the whole of it that says yes above 0.5.
  ///
  /// As of an object whose labels, yes and no, share 1 among them.
  public static func value(
    ofImageScore score: Double, strategy: QueueSettings.Strategy
  ) -> Double {
    switch strategy {
    case .entropy: binaryEntropy(score)
    case .margin: 1 - abs(2 * score - 1)
    case .leastConfidence: min(score, 1 - score)
    case .random, .oldest: 0
    }
  }

  /// How much one object is worth a look.
  ///
  /// - Parameters:
  ///   - detection: what the model said.
  ///   - strategy: what counts as unsure.
  /// - Returns: the entropy in nats; 1 less the distance of the two best scores, `0...1`, where a
  ///   label that is not known scores 0; or 1 less the best score, `0...1`. Higher is less sure.
  ///   0 for strategies that do not look at objects.
  public static func value(
    of detection: Detection, strategy: QueueSettings.Strategy
  ) -> Double {
    switch strategy {
    case .entropy: detection.entropy
    case .margin: 1 - (detection.best.score - (detection.alternative?.score ?? 0))
    case .leastConfidence: 1 - detection.best.score
    case .random, .oldest: 0
    }
  }

  /// How much an image is worth a look, from its objects; 0 when it has none.
  public static func value(
    of detections: [Detection], settings: QueueSettings
  ) -> Double {
    let values = detections.map { value(of: $0, strategy: settings.strategy) }
    return switch settings.aggregate {
    case .max: values.max() ?? 0
    case .mean: values.mean ?? 0
    case .sum: values.reduce(0, +)
    }
  }
}
