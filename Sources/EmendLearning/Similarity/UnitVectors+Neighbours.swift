/// A vector that is like another.
public struct Neighbour: Hashable, Sendable {
  /// Its place among the vectors.
  public var index: Int
  /// The cosine, `-1...1`.
  public var similarity: Double

  public init(index: Int, similarity: Double) {
    self.index = index
    self.similarity = similarity
  }
}

extension UnitVectors {
  /// The vectors most like `query`: every one is looked at, and ties go to the first.
  ///
  /// - Parameters:
  ///   - query: need not be of norm 1.
  ///   - limit: how many at most.
  /// - Returns: the most alike first.
  /// - Precondition: `query` has the vectors' length.
  /// - Complexity: O(count × length + count × log count)
  public func neighbours(of query: [Float], limit: Int) -> [Neighbour] {
    var one = UnitVectors(length: length)
    one.append(query)
    var cosines: [Float] = []
    one.cosines(0..<1, with: 0..<count, of: self, into: &cosines)
    let order = cosines.indices.sorted { (cosines[$1], $0) < (cosines[$0], $1) }
    return order.prefix(max(0, limit)).map {
      Neighbour(index: $0, similarity: Double(cosines[$0]))
    }
  }

  /// Vectors that are nearly the same, as groups: two are in one group where a chain of vectors
  /// leads from one to the other, each of which is at least so much like the next.
  ///
  /// - Parameters:
  ///   - threshold: the least cosine of neighbours in a chain.
  ///   - report: is told how many vectors were compared with all before them; it may end the work
  ///     by answering false.
  /// - Returns: groups of two and more, the largest first, then by their first vector; nil where
  ///   the work was ended. The places in a group go up.
  /// - Complexity: O(count² × length), and memory for count places.
  public func duplicates(
    threshold: Double, report: (Int) -> Bool = { _ in true }
  ) -> [[Int]]? {
    var forest = Forest(count: count)
    var cosines: [Float] = []
    // 64 vectors of 384 values are 96 KiB: both blocks stay in the core's own cache.
    let blocks = stride(from: 0, to: count, by: 64).map { $0..<min($0 + 64, count) }
    for (number, rows) in blocks.enumerated() {
      for columns in blocks[...number] {
        self.cosines(rows, with: columns, of: self, into: &cosines)
        for (place, cosine) in cosines.enumerated() where Double(cosine) >= threshold {
          let row = rows.lowerBound + place / columns.count
          let column = columns.lowerBound + place % columns.count
          if column < row { forest.join(row, column) }
        }
      }
      guard report(rows.upperBound) else { return nil }
    }
    return forest.groups
  }
}

/// Which elements belong together, by the first one of each group.
private struct Forest {
  private var parents: [Int]

  init(count: Int) { parents = Array(0..<count) }

  mutating func join(_ one: Int, _ other: Int) {
    let (a, b) = (root(of: one), root(of: other))
    parents[max(a, b)] = min(a, b)
  }

  private mutating func root(of element: Int) -> Int {
    var element = element
    while parents[element] != element {
      parents[element] = parents[parents[element]]
      element = parents[element]
    }
    return element
  }

  var groups: [[Int]] {
    var forest = self
    let byRoot = Dictionary(grouping: parents.indices) { forest.root(of: $0) }
    return byRoot.values.filter { $0.count > 1 }.sorted {
      ($1.count, $0[0]) < ($0.count, $1[0])
    }
  }
}
