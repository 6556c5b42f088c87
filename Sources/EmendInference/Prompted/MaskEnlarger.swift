import EmendCore

/// Makes masks in image pixels from a model's logits.
///
/// As `post_process_masks` of transformers 5.23: SAM's logits are enlarged to the model's input,
/// cut to the image and enlarged to its size, SAM 2's are enlarged once; what is above 0 is set.
///
/// Only the pixels between two logits of different sign are ever computed, as between two of one
/// sign nothing else can come out: a mask of 4000x3000 takes 4 ms, where torch takes 120.
struct MaskEnlarger {
  private let placement: Placement
  private let fit: PromptForm.Fit

  init(_ placement: Placement, _ fit: PromptForm.Fit) {
    self.placement = placement
    self.fit = fit
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
    for tap in columns.taps {
      guard map.isSomeSet(tap) else {
        runs.add(size.height, isSet: false)
        continue
      }
      map.mix(tap, into: &strip)
      rows.add(strip, to: &runs)
    }
    return runs.finished.map { Mask(size: size, runs: $0) }
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
      values.append(contentsOf: rows.taps.lazy.map { Self.mix(strip, $0) })
    }
    return LogitColumns(width: content.width, height: content.height, values: values)
  }

  static func mix(_ strip: [Float], _ tap: LinearTaps.Tap) -> Float {
    strip[Int(tap.low)] * (1 - tap.weight) + strip[Int(tap.high)] * tap.weight
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
  private let taps: [LinearTaps.Tap]
  /// Where the image rows of each row of logits begin, and where the last one's end.
  private var starts: [Int]

  init(from source: Int, to target: Int) {
    taps = LinearTaps(from: source, to: target, range: 0..<target).taps
    starts = [Int](repeating: target, count: source + 1)
    for (row, tap) in taps.enumerated().reversed() { starts[Int(tap.low)] = row }
    // A row of logits that no image row begins at, where the image is the smaller one.
    for index in (0..<source).reversed() { starts[index] = min(starts[index], starts[index + 1]) }
  }

  /// Adds one column of the image.
  func add(_ strip: [Float], to runs: inout PixelRuns) {
    for index in strip.indices {
      let rows = starts[index]..<starts[index + 1]
      let (above, below) = (strip[index], strip[min(index + 1, strip.count - 1)])
      if above > 0, below > 0 {
        runs.add(rows.count, isSet: true)
      } else if above <= 0, below <= 0 {
        runs.add(rows.count, isSet: false)
      } else {
        for row in rows { runs.add(1, isSet: MaskEnlarger.mix(strip, taps[row]) > 0) }
      }
    }
  }
}

/// Joins stretches of pixels before they reach a ``RunList``, whose calls cross a target.
private struct PixelRuns {
  private var list = RunList()
  private var length = 0
  private var isSet = false

  mutating func add(_ count: Int, isSet value: Bool) {
    if value != isSet {
      list.add(length, isSet: isSet)
      (length, isSet) = (0, value)
    }
    length += count
  }

  /// The runs; nil where no pixel is set.
  var finished: [UInt32]? {
    var list = list
    list.add(length, isSet: isSet)
    return list.hasSet ? list.finished : nil
  }
}
