/// Cuts a histogram into boxes so that the squared error falls most with each cut.
///
/// Greedy, as Wu (1991) cuts: along the axis and at the place where the two means lie farthest
/// apart, weighted by how many pixels are on both sides.
struct ColourCut {
  private typealias Bin = ColourHistogram.Bin

  private var bins: [ColourHistogram.Bin]
  private var boxes: [Cut] = []

  /// A range of `bins` with the best place to cut it.
  private struct Cut {
    var range: Range<Int>
    var mean: SIMD4<Float>
    var axis = 0
    /// The first slice of the upper part.
    var slice: UInt8 = 0
    /// How much the squared error falls when it is cut there; 0 for a single bin.
    var gain: Float = 0
  }

  init(_ histogram: ColourHistogram) { bins = histogram.bins }

  /// The mean colours of at most `count` boxes, red, green, blue and 1.
  mutating func means(_ count: Int) -> [SIMD4<Float>] {
    guard !bins.isEmpty else { return [SIMD4(0, 0, 0, 1)] }
    boxes = [measured(bins.indices)]
    while boxes.count < count,
      let best = boxes.indices.max(by: { boxes[$0].gain < boxes[$1].gain }), boxes[best].gain > 0
    {
      let box = boxes[best]
      let middle = bins[box.range].partition { $0.place[box.axis] >= box.slice }
      boxes[best] = measured(box.range.lowerBound..<middle)
      boxes.append(measured(middle..<box.range.upperBound))
    }
    return boxes.map(\.mean)
  }

  /// The box over `range`, tried for cuts between any two slices of each axis.
  private func measured(_ range: Range<Int>) -> Cut {
    var slices = [SIMD4<Float>](repeating: .zero, count: 96)
    var whole = SIMD4<Float>.zero
    for bin in bins[range] {
      whole += bin.sums
      for axis in 0..<3 { slices[axis << 5 | Int(bin.place[axis])] += bin.sums }
    }
    var cut = Cut(range: range, mean: whole / whole.w)
    for axis in 0..<3 {
      var lower = SIMD4<Float>.zero
      for slice in 1..<32 {
        lower += slices[axis << 5 | slice - 1]
        let upper = whole - lower
        guard lower.w > 0, upper.w > 0 else { continue }
        let apart = lower / lower.w - upper / upper.w
        let gain = (apart * apart).sum() * lower.w * upper.w / whole.w
        if gain > cut.gain { (cut.axis, cut.slice, cut.gain) = (axis, UInt8(slice), gain) }
      }
    }
    return cut
  }
}
