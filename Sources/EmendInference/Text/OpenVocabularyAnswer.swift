/// What OWLv2 answered for one picture.
///
/// Source: `post_process_object_detection` of transformers 5.23's `Owlv2ImageProcessor`.
public struct OpenVocabularyAnswer {
  private let logits: UnsafeBufferPointer<Float>
  private let boxes: UnsafeBufferPointer<Float>
  private let texts: Int

  /// It is nil where the outputs do not fit each other.
  ///
  /// - Parameters:
  ///   - logits: `[places, texts]`.
  ///   - boxes: `[places, 4]`, middle x and y, width, height as fractions of the square that the
  ///     picture was padded to.
  ///   - texts: how many were asked for.
  public init?(
    logits: UnsafeBufferPointer<Float>, boxes: UnsafeBufferPointer<Float>, texts: Int
  ) {
    guard texts > 0, boxes.count % 4 == 0, logits.count == boxes.count / 4 * texts else {
      return nil
    }
    self.logits = logits
    self.boxes = boxes
    self.texts = texts
  }

  /// The places whose best text scores more than `floor`, in their order.
  ///
  /// - Complexity: O(places × texts)
  public func matches(above floor: Float) -> [TextMatch] {
    (0..<boxes.count / 4).compactMap { place in
      let row = logits[place * texts..<(place + 1) * texts]
      guard let best = row.indices.max(by: { row[$0] < row[$1] }) else { return nil }
      let score = row[best].logistic
      let corners = TextMatch.Corners(middle: boxes[place * 4..<place * 4 + 4])
      guard score > floor, corners.isFinite else { return nil }
      return TextMatch(text: best - row.startIndex, score: score, corners: corners, row: place)
    }
  }

  /// The score of each text at a place.
  func scores(ofRow row: Int) -> [Float] {
    logits[row * texts..<(row + 1) * texts].map(\.logistic)
  }
}
