import EmendCore

/// Boxes as DETRs answer them: a row of centre x, centre y, width and height as fractions of the
/// input.
struct FractionBoxes {
  private let values: UnsafeBufferPointer<Float>
  private let columns: Int
  private let size: ImageSize

  /// - Parameters:
  ///   - rows: `[boxes, at least 4]`.
  ///   - size: the input's.
  init(_ rows: FloatTensor, size: ImageSize) {
    values = rows.values
    columns = rows.shape[1]
    self.size = size
  }

  /// In pixels of the input.
  subscript(row: Int) -> Corners {
    let start = row * columns
    let (x, y) = (values[start], values[start + 1])
    let (halfWidth, halfHeight) = (values[start + 2] / 2, values[start + 3] / 2)
    let (width, height) = (Float(size.width), Float(size.height))
    return Corners(
      left: (x - halfWidth) * width, top: (y - halfHeight) * height,
      right: (x + halfWidth) * width, bottom: (y + halfHeight) * height)
  }
}

extension [Candidate] {
  /// The best ones, best first; equal scores in the order of their places.
  func ranked(maximumCount: Int) -> [Candidate] {
    Array(
      enumerated().sorted { first, second in
        let (a, b) = (first.element.score, second.element.score)
        return a > b || (a == b && first.offset < second.offset)
      }.prefix(maximumCount).map(\.element))
  }
}

extension Candidate {
  /// What the candidate is in the image.
  ///
  /// - Parameters:
  ///   - placement: how the image lies in the input.
  ///   - scores: of all labels at this place; empty where only the best is known.
  /// - Returns: its box, clipped to the image.
  func detection(_ placement: Placement, scores: [Float] = []) -> Detection {
    let second = scores.indices.filter { $0 != label }.max { scores[$0] < scores[$1] }
    return Detection(
      best: ScoredLabel(label: LabelID(label), score: Double(score)),
      alternative: second.map { ScoredLabel(label: LabelID($0), score: Double(scores[$0])) },
      entropy: scores.isEmpty
        ? binaryEntropy(score) : scores.reduce(0) { $0 + binaryEntropy($1) },
      shape: .box(placement.imageCorners(of: corners).box))
  }
}

extension InferenceError {
  /// An answer whose shapes do not fit what the model said of itself.
  static func misfit(_ tensors: [FloatTensor], _ card: ModelCard) -> InferenceError {
    InferenceError(
      .runFailed,
      "it answered \(tensors.map(\.shape)), which does not fit \(card.summary); export it "
        + "again from the trained model")
  }
}
