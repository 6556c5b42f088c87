import EmendCore

/// For each pixel along one axis of the output: which source pixels it takes, and how much.
///
/// Shrinking takes the mean of the covered source pixels, enlarging goes linearly between the
/// two nearest, and from 8:1 on takes the nearest, so that a reviewer sees single pixels.
struct Taps {
  /// The first source pixel, by output pixel.
  private(set) var starts: [Int] = []
  /// How many source pixels; 0 outside the image.
  private(set) var counts: [Int] = []
  /// Weights in 256ths, `width` for each output pixel, of which `counts` are used; they add up
  /// to 256.
  private(set) var weights: [UInt32] = []
  /// The weights set aside for each output pixel.
  let width: Int

  /// - Parameters:
  ///   - length: of the output.
  ///   - source: length of the source, both in pixels.
  ///   - origin: where the output starts on the source.
  ///   - step: source pixels for each output pixel.
  init(length: Int, source: Int, origin: Double, step: Double) {
    width = step > 1 ? Int(step) + 2 : 2
    starts.reserveCapacity(length)
    counts.reserveCapacity(length)
    weights.reserveCapacity(length * width)
    for index in 0..<length {
      let low = origin + Double(index) * step
      let centre = low + step / 2
      guard centre >= 0, centre < Double(source) else {
        append(start: 0, shares: [])
        continue
      }
      if step > 1 {
        appendMean(low: max(0, low), high: min(Double(source), low + step))
      } else if step <= 0.125 {
        append(start: Int(centre), shares: [1])
      } else {
        appendBetween(centre, source: source)
      }
    }
  }

  private mutating func appendMean(low: Double, high: Double) {
    let first = Int(low)
    let last = min(first + width - 1, max(first, Int(high.rounded(.up)) - 1))
    append(
      start: first,
      shares: (first...last).map { min(high, Double($0 + 1)) - max(low, Double($0)) })
  }

  private mutating func appendBetween(_ centre: Double, source: Int) {
    let place = min(max(0, centre - 0.5), Double(source - 1))
    let first = min(Int(place), max(0, source - 2))
    let share = place - Double(first)
    append(start: first, shares: source > 1 ? [1 - share, share] : [1])
  }

  /// Appends one output pixel; the rounding of each weight is passed on to the next.
  private mutating func append(start: Int, shares: [Double]) {
    starts.append(start)
    counts.append(shares.count)
    let total = shares.reduce(0, +)
    var (sum, given) = (0.0, 0)
    for share in shares {
      sum += share
      let upTo = Int((sum / total * 256).rounded())
      weights.append(UInt32(upTo - given))
      given = upTo
    }
    weights.append(contentsOf: repeatElement(0, count: width - shares.count))
  }
}
