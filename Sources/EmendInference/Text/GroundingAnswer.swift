/// What Grounding DINO answered for one picture.
///
/// A row's score is that of its best token, whichever it is; its text is the phrase with the best
/// token. Source: `post_process_grounded_object_detection` of transformers 5.23.
public struct GroundingAnswer {
  private let logits: UnsafeBufferPointer<Float>
  private let boxes: UnsafeBufferPointer<Float>
  private let columns: Int
  private let prompt: GroundingPrompt

  /// It is nil where the outputs do not fit each other or the prompt.
  ///
  /// - Parameters:
  ///   - logits: `[rows, columns]`, a column a token of the prompt, and after them any number.
  ///   - boxes: `[rows, 4]`, middle x and y, width, height as fractions of the picture.
  ///   - columns: how many `logits` has.
  ///   - prompt: what was asked.
  public init?(
    logits: UnsafeBufferPointer<Float>, boxes: UnsafeBufferPointer<Float>, columns: Int,
    _ prompt: GroundingPrompt
  ) {
    guard columns >= prompt.tensors.columns, columns > 0,
      logits.count == boxes.count / 4 * columns, boxes.count % 4 == 0
    else { return nil }
    self.logits = logits
    self.boxes = boxes
    self.columns = columns
    self.prompt = prompt
  }

  /// The places that score more than `floor`, in the order of the rows.
  ///
  /// - Complexity: O(rows × columns)
  public func matches(above floor: Float) -> [TextMatch] {
    (0..<boxes.count / 4).compactMap { row in
      let best = logits[columns(of: row)].max() ?? -.infinity
      let score = best.logistic
      let corners = TextMatch.Corners(middle: boxes[row * 4..<row * 4 + 4])
      guard score > floor, corners.isFinite else { return nil }
      let scores = scores(ofRow: row)
      let text = scores.indices.max { scores[$0] < scores[$1] } ?? 0
      return TextMatch(text: text, score: score, corners: corners, row: row)
    }
  }

  /// The score of each phrase in a row: that of the phrase's best token.
  public func scores(ofRow row: Int) -> [Float] {
    var best = [Float](repeating: -.infinity, count: prompt.phrases.count)
    for (logit, phrase) in zip(logits[columns(of: row)], prompt.phraseOfToken) {
      if let phrase { best[phrase] = max(best[phrase], logit) }
    }
    return best.map(\.logistic)
  }

  /// The tokens that score more than `floor` in a row, which spell what the model meant.
  public func tokens(ofRow row: Int, above floor: Float) -> [Int] {
    // The answer's first and last column never count.
    zip(logits[columns(of: row)], prompt.tensors.tokens).enumerated().compactMap { place, column in
      guard place > 0, place < columns - 1, column.0.logistic > floor else { return nil }
      return Int(column.1)
    }
  }

  private func columns(of row: Int) -> Range<Int> { row * columns..<(row + 1) * columns }
}
