import EmendCore

/// The connected parts of a map above a threshold, at the size of an image.
///
/// The map is enlarged as torch's bilinear `interpolate` does it; pixels that share an edge or a
/// corner belong together. Only one column of the image is held at a time.
/// - Complexity: O(pixels)
struct AnomalyParts {
  /// Set pixels of one column.
  struct Run {
    var x: Int
    var rows: Range<Int>
    fileprivate var part: Int
  }

  struct Part {
    /// Column by column, from the top.
    fileprivate(set) var runs: [Run]
    /// The largest value.
    fileprivate(set) var peak: Float

    func mask(_ size: ImageSize) -> Mask {
      var list = RunList()
      var place = 0
      for run in runs {
        let start = run.x * size.height + run.rows.lowerBound
        list.add(start - place, isSet: false)
        list.add(run.rows.count, isSet: true)
        place = start + run.rows.count
      }
      list.add(size.width * size.height - place, isSet: false)
      return Mask(size: size, runs: list.finished)
    }
  }

  private var runs: [Run] = []
  private var peaks: [Float] = []
  /// The part that a part was joined to; itself where it was not.
  private var joined: [Int] = []

  /// - Parameters:
  ///   - map: `[height, width]`.
  ///   - size: the image's.
  ///   - threshold: values above it are set.
  init(_ map: FloatTensor, size: ImageSize, threshold: Float) {
    let (height, width) = (map.shape[0], map.shape[1])
    let across = LinearTaps(from: width, to: size.width, range: 0..<size.width).taps
    let down = LinearTaps(from: height, to: size.height, range: 0..<size.height).taps
    var strip = [Float](repeating: 0, count: height)
    var before = 0..<0
    for (x, tap) in across.enumerated() {
      for y in 0..<height {
        let row = y * width
        strip[y] =
          map.values[row + Int(tap.low)] * (1 - tap.weight) + map.values[row + Int(tap.high)]
          * tap.weight
      }
      let start = runs.count
      addRuns(strip, down, x: x, threshold)
      join(start..<runs.count, to: before)
      before = start..<runs.count
    }
  }

  /// Best first is up to the caller; these are in the order of their first pixels.
  var parts: [Part] {
    var byRoot: [Int: Part] = [:]
    for run in runs {
      let root = root(of: run.part)
      var part = byRoot[root] ?? Part(runs: [], peak: 0)
      part.runs.append(run)
      part.peak = max(part.peak, peaks[run.part])
      byRoot[root] = part
    }
    return byRoot.sorted { $0.key < $1.key }.map(\.value)
  }

  private mutating func addRuns(
    _ strip: [Float], _ down: [LinearTaps.Tap], x: Int, _ threshold: Float
  ) {
    var start: Int?
    var peak: Float = 0
    for (y, tap) in down.enumerated() {
      let value = strip[Int(tap.low)] * (1 - tap.weight) + strip[Int(tap.high)] * tap.weight
      if value > threshold {
        peak = start == nil ? value : max(peak, value)
        start = start ?? y
      } else if let first = start {
        add(x, first..<y, peak)
        start = nil
      }
    }
    if let first = start { add(x, first..<down.count, peak) }
  }

  private mutating func add(_ x: Int, _ rows: Range<Int>, _ peak: Float) {
    runs.append(Run(x: x, rows: rows, part: peaks.count))
    joined.append(peaks.count)
    peaks.append(peak)
  }

  /// Joins the runs of one column with those of the column before that touch them.
  private mutating func join(_ column: Range<Int>, to before: Range<Int>) {
    var other = before.lowerBound
    for run in column {
      let rows = runs[run].rows
      while other < before.upperBound, runs[other].rows.upperBound < rows.lowerBound { other += 1 }
      var touching = other
      while touching < before.upperBound, runs[touching].rows.lowerBound <= rows.upperBound {
        let (a, b) = (root(of: runs[run].part), root(of: runs[touching].part))
        joined[max(a, b)] = min(a, b)
        touching += 1
      }
    }
  }

  private func root(of part: Int) -> Int {
    var part = part
    while joined[part] != part { part = joined[part] }
    return part
  }
}
