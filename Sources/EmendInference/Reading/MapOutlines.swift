/// The outlines of a map's connected parts above a threshold, and of the holes in them.
///
/// As OpenCV's `findContours` with `RETR_LIST` (5.0) finds them, but only the pixels that may be
/// corners of an outline's hull: pixels that share an edge or a corner belong together, those of a
/// hole share an edge, and a hole's outline are the pixels around it.
struct MapOutlines {
  struct Outline {
    /// Some of its pixels, all corners of its hull among them.
    fileprivate(set) var points: [MapPoint] = []
    let isHole: Bool
  }

  /// Pixels of one row that are all set, or all not.
  private struct Run {
    var row: Int
    var columns: Range<Int>
    var isSet: Bool
    var part: Int
  }

  private let width: Int
  private let height: Int
  private var runs: [Run] = []
  /// The runs of each row.
  private var rowStarts = [0]
  /// The part that a part was joined to; itself where it was not.
  private var joined: [Int] = []

  /// - Parameters:
  ///   - map: `[height, width]`.
  ///   - threshold: values above it are set.
  /// - Complexity: O(pixels)
  init(_ map: FloatTensor, above threshold: Float) {
    (height, width) = (map.shape[0], map.shape[1])
    for row in 0..<height {
      addRuns(row, map.values[row * width..<(row + 1) * width], threshold)
      joinLastRow()
    }
  }

  private mutating func addRuns(
    _ row: Int, _ values: Slice<UnsafeBufferPointer<Float>>, _ threshold: Float
  ) {
    var start = 0
    for column in 1...width {
      let isSet = values[values.startIndex + start] > threshold
      if column < width, (values[values.startIndex + column] > threshold) == isSet { continue }
      runs.append(Run(row: row, columns: start..<column, isSet: isSet, part: runs.count))
      joined.append(joined.count)
      start = column
    }
    rowStarts.append(runs.count)
  }

  /// Joins the runs of the last row with those of the row before that touch them.
  private mutating func joinLastRow() {
    guard rowStarts.count > 2 else { return }
    let bounds = rowStarts.suffix(3)
    let (above, row) = (bounds[bounds.startIndex], bounds[bounds.startIndex + 1])
    var other = above
    for run in row..<runs.count {
      let columns = runs[run].columns
      while other < row, runs[other].columns.upperBound < columns.lowerBound { other += 1 }
      var touching = other
      while touching < row, runs[touching].columns.lowerBound <= columns.upperBound {
        if belongTogether(runs[touching], runs[run]) { join(touching, run) }
        touching += 1
      }
    }
  }

  private func belongTogether(_ one: Run, _ two: Run) -> Bool {
    guard one.isSet == two.isSet else { return false }
    return one.isSet || one.columns.overlaps(two.columns)
  }

  private mutating func join(_ one: Int, _ two: Int) {
    let (a, b) = (root(of: one), root(of: two))
    joined[max(a, b)] = min(a, b)
  }

  private func root(of part: Int) -> Int {
    var part = part
    while joined[part] != part { part = joined[part] }
    return part
  }

  /// Of the parts and holes, in the order of their first pixels.
  var outlines: [Outline] {
    var byRoot: [Int: Outline] = [:]
    var isOpen: Set<Int> = []
    for run in runs {
      let root = root(of: run.part)
      if !run.isSet, touchesBorder(run) { isOpen.insert(root) }
      let points = run.isSet ? ends(of: run) : surroundings(of: run)
      byRoot[root, default: Outline(isHole: !run.isSet)].points += points
    }
    return byRoot.filter { !isOpen.contains($0.key) }.sorted { $0.key < $1.key }.map(\.value)
  }

  private func touchesBorder(_ run: Run) -> Bool {
    run.row == 0 || run.row == height - 1 || run.columns.lowerBound == 0
      || run.columns.upperBound == width
  }

  private func ends(of run: Run) -> [MapPoint] {
    [run.columns.lowerBound, run.columns.upperBound - 1].map { point($0, run.row) }
  }

  /// The set pixels that share an edge with a run of a hole: those at its ends, and the outermost
  /// ones above and below.
  private func surroundings(of run: Run) -> [MapPoint] {
    var points = [
      point(run.columns.lowerBound - 1, run.row), point(run.columns.upperBound, run.row),
    ]
    for row in [run.row - 1, run.row + 1] where (0..<height).contains(row) {
      let columns = setColumns(row, in: run.columns)
      if let columns { points += [columns.lowerBound, columns.upperBound].map { point($0, row) } }
    }
    return points
  }

  /// From the first to the last set pixel of a row between some columns.
  private func setColumns(_ row: Int, in range: Range<Int>) -> ClosedRange<Int>? {
    let set = runs[rowStarts[row]..<rowStarts[row + 1]].lazy.filter {
      $0.isSet && $0.columns.overlaps(range)
    }
    guard let first = set.first, let last = set.last else { return nil }
    return max(first.columns.lowerBound, range.lowerBound)...min(
      last.columns.upperBound, range.upperBound) - 1
  }

  private func point(_ column: Int, _ row: Int) -> MapPoint {
    MapPoint(x: Float(column), y: Float(row))
  }
}
