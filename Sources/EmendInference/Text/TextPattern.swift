/// A regular expression, as far as tokenizers use them: alternatives of characters in a row, each
/// with how often it may stand there.
///
/// The first alternative that matches is taken, and of it the most, as Oniguruma does. Foundation
/// is not imported here, and Swift's own expressions see grapheme clusters and Unicode 17.
struct TextPattern: Equatable, Sendable {
  enum Step: Equatable, Sendable {
    /// As many characters of the set as there are, within the range.
    case characters(ScalarSet, ClosedRange<Int>)
    /// No character of the set comes next; none at all will do.
    case nothing(ScalarSet)
  }

  /// None of them can match an empty text.
  var alternatives: [[Step]]

  /// One text and nothing else.
  static func literal(_ text: [Unicode.Scalar]) -> TextPattern {
    TextPattern(alternatives: [text.map { .characters(.one($0), 1...1) }])
  }

  /// What of `text` matches, from left to right.
  func matches(in text: [Unicode.Scalar]) -> [Range<Int>] {
    var matches: [Range<Int>] = []
    var start = 0
    while start < text.count {
      if let end = end(of: text, from: start) {
        matches.append(start..<end)
        start = end
      } else {
        start += 1
      }
    }
    return matches
  }

  private func end(of text: [Unicode.Scalar], from start: Int) -> Int? {
    for steps in alternatives {
      if let end = Self.end(of: text, from: start, after: steps, 0) { return end }
    }
    return nil
  }

  /// Where the match of the steps from `place` on ends.
  private static func end(
    of text: [Unicode.Scalar], from start: Int, after steps: [Step], _ place: Int
  ) -> Int? {
    guard place < steps.count else { return start }
    switch steps[place] {
    case .nothing(let set):
      if start < text.count, set.contains(text[start]) { return nil }
      return end(of: text, from: start, after: steps, place + 1)
    case .characters(let set, let count):
      let limit = count.upperBound < text.count - start ? start + count.upperBound : text.count
      var last = start
      while last < limit, set.contains(text[last]) { last += 1 }
      while last - start >= count.lowerBound {
        if let end = end(of: text, from: last, after: steps, place + 1) { return end }
        last -= 1
      }
      return nil
    }
  }
}
