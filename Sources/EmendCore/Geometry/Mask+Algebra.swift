extension Mask {
  /// The pixels of either mask.
  ///
  /// The corresponding function of pycocotools is `rleMerge`.
  /// - Precondition: both are of one size.
  /// - Complexity: O(runs of both)
  public func union(_ other: Mask) -> Mask { merged(with: other) { $0 || $1 } }

  /// The pixels of both masks.
  public func intersection(_ other: Mask) -> Mask { merged(with: other) { $0 && $1 } }

  /// The pixels of this mask that are not the other's.
  public func subtracting(_ other: Mask) -> Mask { merged(with: other) { $0 && !$1 } }

  /// How many pixels both masks set.
  public func sharedArea(with other: Mask) -> Int {
    var shared = 0
    walk(with: other) { length, mine, theirs in
      if mine && theirs { shared += length }
    }
    return shared
  }

  /// The masks' intersection over union in `0...1`, or over this mask's area where the other is a
  /// crowd; 0 when there is nothing to share.
  ///
  /// The corresponding function of pycocotools is `rleIou`, with this mask as the detection.
  /// - Precondition: both are of one size.
  public func overlap(with other: Mask, isCrowd: Bool = false) -> Double {
    let shared = sharedArea(with: other)
    let joint = isCrowd ? area : area + other.area - shared
    return joint > 0 ? Double(shared) / Double(joint) : 0
  }

  private func merged(with other: Mask, keeping keeps: (Bool, Bool) -> Bool) -> Mask {
    var result: [UInt32] = []
    var (isSet, length) = (false, 0)
    walk(with: other) { step, mine, theirs in
      if keeps(mine, theirs) != isSet {
        result.append(UInt32(length))
        (isSet, length) = (!isSet, 0)
      }
      length += step
    }
    if length > 0 || result.isEmpty { result.append(UInt32(length)) }
    return Mask(size: size, runs: result)
  }

  /// Calls `visit` with each stretch on which neither mask changes, in order; none is empty.
  private func walk(with other: Mask, visit: (Int, Bool, Bool) -> Void) {
    precondition(size == other.size, "masks of \(size) and \(other.size) have nothing in common")
    var (mine, theirs) = (RunCursor(runs), RunCursor(other.runs))
    while mine.left > 0, theirs.left > 0 {
      let step = min(mine.left, theirs.left)
      visit(step, mine.isSet, theirs.isSet)
      mine.advance(by: step)
      theirs.advance(by: step)
    }
  }
}

/// A place in a list of runs.
private struct RunCursor {
  private let runs: [UInt32]
  private var index = 0
  /// What is left of the run; 0 only at the end.
  private(set) var left = 0

  var isSet: Bool { index % 2 == 1 }

  init(_ runs: [UInt32]) {
    self.runs = runs
    left = runs.first.map { Int($0) } ?? 0
    skipEmptyRuns()
  }

  mutating func advance(by step: Int) {
    left -= step
    skipEmptyRuns()
  }

  private mutating func skipEmptyRuns() {
    while left == 0, index + 1 < runs.count {
      index += 1
      left = Int(runs[index])
    }
  }
}
