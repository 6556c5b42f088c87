import EmendCore

/// By how much one model is better than another, and how sure that is.
public struct BootstrapComparison: Hashable, Sendable {
  public enum Verdict: String, Sendable {
    case better
    case worse
    /// The interval holds 0: more truth is needed to tell.
    case undecided
  }

  /// The challenger's measure on all images less the champion's, `-1...1`.
  public var difference: Double
  /// The lower end of the 95 % interval.
  public var low: Double
  /// The upper end of the 95 % interval.
  public var high: Double

  public init(difference: Double, low: Double, high: Double) {
    self.difference = difference
    self.low = low
    self.high = high
  }

  public var verdict: Verdict {
    if low > 0 { return .better }
    return high < 0 ? .worse : .undecided
  }
}

extension BootstrapComparison: CustomStringConvertible {
  /// In words: "better by 0.031, 95 % interval 0.008 … 0.055".
  public var description: String {
    func text(_ value: Double) -> String { FixedPoint.text(value, decimals: 3) }
    let interval = "95 % interval \(text(low)) … \(text(high))"
    return switch verdict {
    case .better: "better by \(text(difference)), \(interval)"
    case .worse: "worse by \(text(-difference)), \(interval)"
    case .undecided: "undecided: \(text(difference)), \(interval)"
    }
  }
}

/// Two models on the same images.
public struct ModelComparison: Hashable, Sendable {
  public var meanAveragePrecision50: BootstrapComparison
  public var meanAveragePrecision50to95: BootstrapComparison
}
