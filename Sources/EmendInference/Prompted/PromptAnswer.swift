import EmendCore

/// The masks and scores that a decoder answered, checked.
struct PromptAnswer {
  private(set) var masks: [(logits: MaskLogits, score: Double)] = []

  /// What no decoder of a known form exceeds; one that does would fill the memory.
  private static let limit = (masks: 16, side: 4096)

  /// - Parameters:
  ///   - logits: `[1, masks, height, width]`, or with one more dimension of 1 before.
  ///   - scores: `[1, masks]`, or the same.
  ///   - tokens: how many the prompt had.
  /// - Throws: ``InferenceError`` of code `runFailed`.
  init(_ logits: FloatTensor, _ scores: FloatTensor, tokens: Int) throws(InferenceError) {
    let shape = logits.shape
    let count = scores.values.count
    guard shape.count >= 4, shape.dropLast(3).allSatisfy({ $0 == 1 }),
      shape[shape.count - 3] == count, (1...Self.limit.masks).contains(count),
      shape.suffix(2).allSatisfy({ (1...Self.limit.side).contains($0) })
    else {
      throw InferenceError(
        .runFailed,
        "it answered masks of \(shape) and scores of \(scores.shape); expected 1 x masks x height "
          + "x width and 1 x masks: export it again")
    }
    guard logits.isFinite, scores.isFinite else {
      throw InferenceError(
        .runFailed,
        "it answered values that are no numbers; export it again, without half precision")
    }
    let (height, width) = (shape[shape.count - 2], shape[shape.count - 1])
    for index in Self.order(Array(scores.values), tokens: tokens) {
      let part = logits.values[index * width * height..<(index + 1) * width * height]
      masks.append(
        (
          MaskLogits(width: width, height: height, values: Array(part)),
          Double(min(max(scores.values[index], 0), 1))
        ))
    }
  }

  /// Whether two answers differ by no more than rounding.
  func isClose(to other: PromptAnswer) -> Bool {
    guard masks.count == other.masks.count else { return false }
    return zip(masks, other.masks).allSatisfy { one, two in
      let (one, two) = (one.logits.values, two.logits.values)
      let most = one.reduce(0) { max($0, abs($1)) }
      return zip(one, two).allSatisfy { abs($0 - $1) <= 0.001 * most }
    }
  }

  /// The masks, best first.
  ///
  /// Of four, the first is the answer to a prompt that leaves no doubt: it comes first after more
  /// than one point and last after a single one. As `select_masks` of segment-anything's
  /// `SamOnnxModel`, where the ending counts as a token.
  static func order(_ scores: [Float], tokens: Int) -> [Int] {
    func weight(_ index: Int) -> Float {
      guard scores.count == 4, index == 0 else { return scores[index] }
      return tokens > 2 ? .infinity : -.infinity
    }
    return scores.indices.sorted { (weight($0), $1) > (weight($1), $0) }
  }
}
