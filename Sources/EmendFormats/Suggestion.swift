/// The word that was probably meant.
enum Suggestion {
  /// `; did you mean "accepted"?`, or nothing where no word is near.
  static func clause(for word: String, among words: some Sequence<String>) -> String {
    guard let meant = nearest(to: word, among: words) else { return "" }
    return "; did you mean \"\(meant)\"?"
  }

  /// The nearest of `words`, at most a third of the word's letters away; the first of equals.
  static func nearest(to word: String, among words: some Sequence<String>) -> String? {
    var best: (word: String, distance: Int)?
    for candidate in words {
      let distance = distance(word.lowercased(), candidate.lowercased())
      guard distance <= max(1, max(word.count, candidate.count) / 3) else { continue }
      if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
    }
    return best?.word
  }

  /// How many letters must be put in, taken out, replaced or swapped with the next.
  ///
  /// Source: Damerau, "A technique for computer detection and correction of spelling errors",
  /// 1964, in the form in which no letter is touched twice.
  /// - Complexity: O(letters of both multiplied)
  static func distance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    var rows = [Array(0...right.count)]
    for row in 0..<left.count {
      var line = [row + 1]
      for column in 0..<right.count {
        let same = left[row] == right[column]
        var cost = min(
          line[column] + 1, rows[row][column + 1] + 1, rows[row][column] + (same ? 0 : 1))
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, rows[row - 1][column - 1] + 1)
        }
        line.append(cost)
      }
      rows.append(line)
    }
    return rows[left.count][right.count]
  }
}
