import Dispatch
import EmendCore
import Synchronization

/// Makes masks in image pixels from a model's logits.
///
/// As `post_process_masks` of transformers 5.23: SAM's logits are enlarged to the model's input,
/// cut to the image and enlarged to its size, SAM 2's are enlarged once; what is above 0 is set.
///
/// Between two logits of one sign nothing else can come out, and between two of different sign the
/// change is where the line between them is 0; rows so near it that rounding counts are computed.
/// A smooth mask of 4000x3000 takes 1.2 ms on one core, where OpenCV takes 18 and torch 56 on two,
/// for the pixels alone; one that changes in every third row of logits took 6.6 ms where finding
/// each change by halves took 13.0 (2026-11, the latter on a busy machine). `MaskEnlargerTests`
/// computes every pixel.
struct MaskEnlarger {
  private let placement: Placement
  private let fit: PromptForm.Fit

  init(_ placement: Placement, _ fit: PromptForm.Fit) {
    self.placement = placement
    self.fit = fit
  }

  /// Several masks, as many at a time as there are cores: someone waits for them.
  ///
  /// - Returns: for each nil where no pixel is set.
  func masks(_ logits: [MaskLogits]) -> [Mask?] {
    let masks = Mutex([Mask?](repeating: nil, count: logits.count))
    DispatchQueue.concurrentPerform(iterations: logits.count) { index in
      let mask = mask(logits[index])
      masks.withLock { $0[index] = mask }
    }
    return masks.withLock { $0 }
  }

  /// - Returns: nil where no pixel is set.
  /// - Complexity: O(image width × height of the logits, or of the input where it was padded)
  func mask(_ logits: MaskLogits) -> Mask? {
    let size = placement.imageSize
    let map = fit == .stretched ? LogitColumns(logits) : content(LogitColumns(logits))
    let rows = RowSteps(from: map.height, to: size.height)
    let columns = LinearTaps(from: map.width, to: size.width, range: 0..<size.width)
    var runs = PixelRuns()
    var strip = [Float](repeating: 0, count: map.height)
    var memory = StripMemory(map.height)
    for tap in columns.taps {
      guard map.isSomeSet(tap) else {
        runs.add(size.height, isSet: false)
        continue
      }
      map.mix(tap, into: &strip)
      rows.add(strip, &memory, to: &runs)
    }
    return runs.finished().map { Mask(size: size, runs: $0) }
  }

  /// The logits at the size of the model's input, without its padding.
  private func content(_ map: LogitColumns) -> LogitColumns {
    let (input, content) = (placement.inputSize, placement.contentSize)
    let columns = LinearTaps(from: map.width, to: input.width, range: 0..<content.width)
    let rows = LinearTaps(from: map.height, to: input.height, range: 0..<content.height)
    var strip = [Float](repeating: 0, count: map.height)
    var values: [Float] = []
    values.reserveCapacity(content.width * content.height)
    for tap in columns.taps {
      map.mix(tap, into: &strip)
      strip.withUnsafeBufferPointer { strip in
        for row in rows.taps {
          let (above, below) = (strip[Int(row.low)], strip[Int(row.high)])
          values.append(above * (1 - row.weight) + below * row.weight)
        }
      }
    }
    return LogitColumns(width: content.width, height: content.height, values: values)
  }
}

/// Logits column after column, because a mask's runs go down its columns.
private struct LogitColumns {
  let width: Int
  let height: Int
  private let values: [Float]
  /// Of each column, whether a value is above 0.
  private let isSet: [Bool]

  init(width: Int, height: Int, values: [Float]) {
    self.width = width
    self.height = height
    self.values = values
    isSet = (0..<width).map { x in values[x * height..<(x + 1) * height].contains { $0 > 0 } }
  }

  init(_ logits: MaskLogits) {
    let (width, height) = (logits.width, logits.height)
    var values: [Float] = []
    values.reserveCapacity(width * height)
    for x in 0..<width {
      for y in 0..<height { values.append(logits.values[y * width + x]) }
    }
    self.init(width: width, height: height, values: values)
  }

  func isSomeSet(_ tap: LinearTaps.Tap) -> Bool { isSet[Int(tap.low)] || isSet[Int(tap.high)] }

  /// One column between two.
  func mix(_ tap: LinearTaps.Tap, into strip: inout [Float]) {
    let (low, high) = (Int(tap.low) * height, Int(tap.high) * height)
    let (left, right) = (1 - tap.weight, tap.weight)
    values.withUnsafeBufferPointer { values in
      strip.withUnsafeMutableBufferPointer { strip in
        for y in 0..<strip.count {
          strip[y] = values[low &+ y] * left + values[high &+ y] * right
        }
      }
    }
  }
}

/// The rows of an image by the two rows of logits between which they lie.
private struct RowSteps {
  /// How much of the lower one is in each image row; it grows from the upper to the lower one.
  private let weights: [Float]
  /// Where the image rows of each row of logits begin, and where the last one's end.
  private var starts: [Int]
  /// The end of the image row in which each row of logits lies.
  private let ends: [Float]
  private let rowsPerLogit: Float
  /// How near to a whole number a place is in doubt: four times what its rounding can come to.
  private let doubt: Float

  init(from source: Int, to target: Int) {
    let taps = LinearTaps(from: source, to: target, range: 0..<target).taps
    weights = taps.map(\.weight)
    starts = [Int](repeating: target, count: source + 1)
    for (row, tap) in taps.enumerated().reversed() { starts[Int(tap.low)] = row }
    // A row of logits that no image row begins at, where the image is the smaller one.
    for index in (0..<source).reversed() { starts[index] = min(starts[index], starts[index + 1]) }
    let rowsPerLogit = Float(target) / Float(source)
    ends = (0..<source).map { (Float($0) + 0.5) * rowsPerLogit + 0.5 }
    self.rowsPerLogit = rowsPerLogit
    doubt = max(1e-3, Float(target) * 2e-6)
  }

  /// Adds one column of the image, whose logits are `strip`.
  func add(_ strip: [Float], _ memory: inout StripMemory, to runs: inout PixelRuns) {
    memory.look(at: strip, ends, rowsPerLogit)
    var (begun, isSet) = (0, strip[0] > 0)
    for index in 0..<memory.count {
      let row = Int(memory.changes[index])
      let guess = memory.guesses[row - 1]
      let place = sure(guess) ?? change(strip[row - 1], strip[row], after: row - 1, guess)
      runs.add(place - begun, isSet: isSet)
      (begun, isSet) = (place, !isSet)
    }
    runs.add(weights.count - begun, isSet: isSet)
  }

  /// The row that a guess means; nil where rounding may have led it to another one.
  private func sure(_ guess: Float) -> Int? {
    guard guess > 0, guess < Float(weights.count) else { return nil }
    let place = Int(guess)
    let rest = guess - Float(place)
    return rest > doubt && rest < 1 - doubt ? place : nil
  }

  /// The first image row below a row of logits that is like the lower logit and not like the upper.
  ///
  /// Because rounding is monotonic too, the sign changes once, and rows beside a guess settle it.
  private func change(_ above: Float, _ below: Float, after row: Int, _ guess: Float) -> Int {
    let (first, end) = (starts[row], starts[row + 1])
    func isChanged(_ place: Int) -> Bool {
      let value = above * (1 - weights[place]) + below * weights[place]
      return (value > 0) != (above > 0)
    }
    // What is no number is no place either.
    var place = guess > Float(first) ? guess < Float(end) ? Int(guess) : end : first
    while place > first, isChanged(place - 1) { place -= 1 }
    while place < end, !isChanged(place) { place += 1 }
    return place
  }
}

/// Where a column of logits changes sign, found without a branch that noise would mislead.
private struct StripMemory {
  /// The rows of another sign than the row above.
  private(set) var changes: [Int32]
  private(set) var count = 0
  /// For each row, the end of the image row where the line to the row below is 0.
  private(set) var guesses: [Float]

  init(_ height: Int) {
    changes = [Int32](repeating: 0, count: height)
    guesses = [Float](repeating: 0, count: height)
  }

  mutating func look(at strip: [Float], _ ends: [Float], _ rowsPerLogit: Float) {
    count = strip.withUnsafeBufferPointer { strip in
      guesses.withUnsafeMutableBufferPointer { guesses in
        ends.withUnsafeBufferPointer { ends in
          for row in 0..<strip.count - 1 {
            guesses[row] = ends[row] + strip[row] / (strip[row] - strip[row + 1]) * rowsPerLogit
          }
        }
      }
      return changes.withUnsafeMutableBufferPointer { changes in
        var count = 0
        var isSet = strip[0] > 0
        for row in 1..<max(strip.count, 1) {
          let isBelowSet = strip[row] > 0
          changes[count] = Int32(truncatingIfNeeded: row)
          count &+= isBelowSet != isSet ? 1 : 0
          isSet = isBelowSet
        }
        return count
      }
    }
  }
}

/// Joins stretches of pixels into a mask's runs; as ``RunList``, whose calls cross a target.
private struct PixelRuns {
  private var list: [UInt32] = []
  private var length = 0
  private var isSet = false

  mutating func add(_ count: Int, isSet value: Bool) {
    if value != isSet, count > 0 {
      list.append(UInt32(length))
      (length, isSet) = (0, value)
    }
    length += count
  }

  /// The runs; nil where no pixel is set.
  consuming func finished() -> [UInt32]? {
    guard !list.isEmpty else { return nil }
    list.append(UInt32(length))
    return list
  }
}
