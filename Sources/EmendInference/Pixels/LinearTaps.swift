/// Which two neighbours a bilinear resize reads along one axis, and how it weighs them.
///
/// As torch's `interpolate(mode="bilinear", align_corners=False)`, in single precision: pixel
/// centres keep their place, and beyond the outer centres the edge is repeated.
struct LinearTaps {
  /// One result: `low` weighs `1 - weight` and `high` weighs `weight`.
  struct Tap: Equatable {
    var low: Int32
    var high: Int32
    var weight: Float
  }

  private(set) var taps: [Tap]

  /// The taps of the results `range` where `source` values are resized to `target` values.
  init(from source: Int, to target: Int, range: Range<Int>) {
    let step = Float(source) / Float(target)
    taps = range.map { index in
      let place = max(0, step * (Float(index) + 0.5) - 0.5)
      let low = min(Int32(place), Int32(source - 1))
      return Tap(low: low, high: min(low + 1, Int32(source - 1)), weight: place - Float(low))
    }
  }

  /// The source values that are read.
  var reach: Range<Int> {
    guard let first = taps.first, let last = taps.last else { return 0..<0 }
    return Int(first.low)..<Int(last.high) + 1
  }

  /// The same taps into a source that begins `offset` values later.
  func shifted(by offset: Int) -> LinearTaps {
    var shifted = self
    for index in taps.indices {
      shifted.taps[index].low -= Int32(offset)
      shifted.taps[index].high -= Int32(offset)
    }
    return shifted
  }
}
