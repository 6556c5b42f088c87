/// What becomes of the matches when a text is cut at a pattern.
enum TextSplit: String, Sendable {
  case removed = "Removed"
  case isolated = "Isolated"
  case contiguous = "Contiguous"
  case mergedWithPrevious = "MergedWithPrevious"
  case mergedWithNext = "MergedWithNext"

  /// The parts of `text` that are not empty.
  ///
  /// `matches` are from left to right, as ``TextPattern`` finds them; `inverted` makes what lies
  /// between them the matches.
  func parts(
    of text: [Unicode.Scalar], at matches: [Range<Int>], inverted: Bool = false
  ) -> [[Unicode.Scalar]] {
    var pieces: [(range: Range<Int>, isMatch: Bool)] = []
    var end = 0
    for match in matches {
      if end < match.lowerBound { pieces.append((end..<match.lowerBound, inverted)) }
      pieces.append((match, !inverted))
      end = match.upperBound
    }
    if end < text.count { pieces.append((end..<text.count, inverted)) }
    return ranges(of: pieces).filter { !$0.isEmpty }.map { Array(text[$0]) }
  }

  private func ranges(of pieces: [(range: Range<Int>, isMatch: Bool)]) -> [Range<Int>] {
    switch self {
    case .removed: return pieces.filter { !$0.isMatch }.map(\.range)
    case .isolated: return pieces.map(\.range)
    case .contiguous: return Self.joined(pieces) { $0 == $1 }
    case .mergedWithPrevious: return Self.joined(pieces) { before, isMatch in isMatch && !before }
    case .mergedWithNext:
      let backward = pieces.reversed().map { (range: $0.range, isMatch: $0.isMatch) }
      return Self.joined(backward) { after, isMatch in isMatch && !after }.reversed()
    }
  }

  /// The pieces in their order, those together of which the one after `joins` the one before.
  private static func joined(
    _ pieces: [(range: Range<Int>, isMatch: Bool)], _ joins: (Bool, Bool) -> Bool
  ) -> [Range<Int>] {
    var joined: [Range<Int>] = []
    var before = false
    for (range, isMatch) in pieces {
      if joins(before, isMatch), let last = joined.popLast() {
        joined.append(
          min(last.lowerBound, range.lowerBound)..<max(last.upperBound, range.upperBound))
      } else {
        joined.append(range)
      }
      before = isMatch
    }
    return joined
  }
}
