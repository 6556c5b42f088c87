/// The characters that a recogniser of text tells apart.
///
/// Some are several letters or a part of one; what the file says is taken as it is.
struct CharacterList: Hashable, Sendable {
  /// By the recogniser's number; 0 is the blank between two characters and is empty here.
  let characters: [String]

  /// It is nil where lines and count do not fit.
  ///
  /// - Parameters:
  ///   - lines: one character a line, from number 1 on, as PaddleOCR's `*_dict.txt` has them.
  ///   - count: how many numbers the recogniser has; one more than lines and blank is the space.
  init?(lines: [String], count: Int) {
    var characters = [""] + lines
    if characters.count == count - 1 { characters.append(" ") }
    guard characters.count == count else { return nil }
    self.characters = characters
  }

  /// The lines of a file, which may end as on Windows; only an empty one at the very end is none.
  static func lines(of text: String) -> [String] {
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
      String($0.last == "\r" ? $0.dropLast() : $0)
    }
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// What one line of text says.
  ///
  /// The best character of each step, of equal ones only the first of a row, without blanks.
  /// Source: `CTCLabelDecode` of PaddleOCR 3.3.
  /// - Parameter scores: `[steps, characters]`, `0...1`.
  /// - Returns: the text, and the mean score of its characters; 0 where there is none.
  /// - Complexity: O(steps × characters)
  func text(in scores: FloatTensor) -> (text: String, score: Double) {
    var (text, sum, count, before) = ("", 0.0, 0, 0)
    for step in 0..<scores.shape[0] {
      let row = scores.values[step * characters.count..<(step + 1) * characters.count]
      var best = row.startIndex
      for index in row.indices where row[index] > row[best] { best = index }
      let number = best - row.startIndex
      defer { before = number }
      guard number != 0, number != before else { continue }
      text += characters[number]
      sum += Double(row[best])
      count += 1
    }
    return (text, count > 0 ? sum / Double(count) : 0)
  }
}
