/// Cuts a histogram into boxes so that the squared error falls most with each cut.
struct MedianCut {
  private var bins: [ColourBin]
  private var boxes: [Cut] = []

  /// A range of `bins` with the best place to cut it.
  private struct Cut {
    var range: Range<Int>
    var centre: SIMD3<Float>
    var axis = 0
    var middle = 0
    /// How much the squared error falls when it is cut there; 0 for a single bin.
    var gain: Float = 0
  }

  init(bins: [ColourBin]) { self.bins = bins }

  /// The mean colours of at most `count` boxes.
  mutating func centres(_ count: Int) -> [SIMD3<Float>] {
    guard !bins.isEmpty else { return [.zero] }
    boxes = [measured(bins.indices)]
    while boxes.count < count,
      let best = boxes.indices.max(by: { boxes[$0].gain < boxes[$1].gain }), boxes[best].gain > 0
    {
      let box = boxes[best]
      bins[box.range].sort { $0.mean[box.axis] < $1.mean[box.axis] }
      boxes[best] = measured(box.range.lowerBound..<box.middle)
      boxes.append(measured(box.middle..<box.range.upperBound))
    }
    return boxes.map(\.centre)
  }

  /// The box over `range` with its mean, tried for cuts along each axis.
  private mutating func measured(_ range: Range<Int>) -> Cut {
    var (sum, weight) = (SIMD3<Float>.zero, Float(0))
    for bin in bins[range] {
      sum += bin.mean * bin.weight
      weight += bin.weight
    }
    var cut = Cut(range: range, centre: sum / weight)
    guard range.count > 1 else { return cut }
    for axis in 0..<3 {
      bins[range].sort { $0.mean[axis] < $1.mean[axis] }
      var (leftSum, leftWeight) = (SIMD3<Float>.zero, Float(0))
      for index in range.dropLast() {
        leftSum += bins[index].mean * bins[index].weight
        leftWeight += bins[index].weight
        // The error falls by the weighted square of the distance between the two means.
        let apart = leftSum / leftWeight - (sum - leftSum) / (weight - leftWeight)
        let gain = (apart * apart).sum() * leftWeight * (weight - leftWeight) / weight
        if gain > cut.gain { (cut.axis, cut.middle, cut.gain) = (axis, index + 1, gain) }
      }
    }
    return cut
  }
}
