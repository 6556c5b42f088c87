import EmendCore
import Glibc

/// The taps of Pillow's `resize` on bytes along one axis: which source values become one result,
/// and how each weighs.
///
/// Weights are fixed point with 22 bits and add up to one. Source: Pillow's `Resample.c` (13.0),
/// `precompute_coeffs` and `normalize_coeffs_8bpc`.
struct FilterTaps {
  /// The bits behind a weight's point.
  static let bits: Int32 = 22

  /// One result: `count` source values from `first`, weighed by the weights from `weights`.
  struct Tap {
    var first: Int
    var count: Int
    var weights: Int
  }

  private(set) var taps: [Tap] = []
  private(set) var weights: [Int32] = []

  /// None.
  init() {}

  /// The taps of the results `range` where `source` values are resized to `target` values.
  init(
    from source: Int, to target: Int, range: Range<Int>, _ resampling: Preparation.Resampling
  ) {
    guard source != target else {
      for index in range { append([1], first: index) }
      return
    }
    let scale = Double(source) / Double(target)
    guard let filter = Filter(resampling) else {
      for index in range {
        append([1], first: min(Int((Double(index) + 0.5) * scale), source - 1))
      }
      return
    }
    let widening = max(scale, 1)
    let support = filter.support * widening
    for index in range {
      let centre = (Double(index) + 0.5) * scale
      let first = max(Int(centre - support + 0.5), 0)
      let end = min(Int(centre + support + 0.5), source)
      let raw = (first..<end).map {
        filter.weight((Double($0) - centre + 0.5) * (1 / widening))
      }
      let sum = raw.reduce(0, +)
      append(sum == 0 ? raw : raw.map { $0 * (1 / sum) }, first: first)
    }
  }

  mutating func append(_ exact: [Double], first: Int) {
    taps.append(Tap(first: first, count: exact.count, weights: weights.count))
    let one = Double(1 << Self.bits)
    weights += exact.map { Int32($0 * one + ($0 < 0 ? -0.5 : 0.5)) }
  }

  /// The source values that are read.
  var reach: Range<Int> {
    let first = taps.map(\.first).min() ?? 0
    return first..<max(first, taps.map { $0.first + $0.count }.max() ?? 0)
  }

  /// Whether each result is one source value as it is.
  var isCopy: Bool { taps.allSatisfy { $0.count == 1 } }
}

/// A filter of Pillow's, as wide as one source value.
private struct Filter {
  let support: Double
  let weight: (Double) -> Double

  /// It is nil for the nearest value, which is no filter.
  init?(_ resampling: Preparation.Resampling) {
    switch resampling {
    case .nearest: return nil
    case .linear, .bilinear, .blurred:
      support = 1
      weight = { max(0, 1 - abs($0)) }
    case .bicubic:
      support = 2
      weight = Self.cubic
    case .lanczos:
      support = 3
      weight = { abs($0) < 3 ? Self.sinc($0) * Self.sinc($0 / 3) : 0 }
    }
  }

  /// Keys' cubic with a = -0.5.
  private static func cubic(_ x: Double) -> Double {
    let (x, a) = (abs(x), -0.5)
    if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
    return 0
  }

  private static func sinc(_ x: Double) -> Double {
    x == 0 ? 1 : sin(x * .pi) / (x * .pi)
  }
}
