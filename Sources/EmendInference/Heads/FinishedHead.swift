import EmendCore

/// The answer of a YOLO model that has no doubles: rows of x1, y1, x2, y2, score, label, masks.
///
/// Corners are in pixels of the model's input. Rows that are not used are zero.
struct FinishedHead: Head {
  private let values: UnsafePointer<Float>
  private let rows: Int
  private let columns: Int
  private let labelCount: Int

  /// It is nil where `table` has not `6 + masks` columns.
  init?(_ table: FloatTensor, labelCount: Int, maskCount: Int) {
    guard table.shape.count == 2, table.shape[1] == 6 + maskCount,
      let start = table.values.baseAddress
    else { return nil }
    values = start
    rows = table.shape[0]
    columns = table.shape[1]
    self.labelCount = labelCount
  }

  func candidates(
    _ settings: PredictionSettings, scratch: inout Scratch<Float>
  ) throws(InferenceError) -> [Candidate] {
    let thresholds = settings.thresholds(labelCount: labelCount)
    var found: [Candidate] = []
    for row in 0..<rows where found.count < settings.maximumCount {
      let start = values + row * columns
      guard start[4] > 0, start[5] >= 0, start[5] < Float(labelCount) else {
        guard start[4] > 0 else { continue }
        throw InferenceError(
          .runFailed,
          "the model answered label \(start[5]), but its metadata names \(labelCount); "
            + "export it again from the trained model")
      }
      let label = Int(start[5])
      guard start[4] > thresholds[label] else { continue }
      found.append(
        Candidate(
          corners: Corners(left: start[0], top: start[1], right: start[2], bottom: start[3]),
          score: start[4], label: label, place: row))
    }
    return found
  }

  func alternative(to candidate: Candidate) -> ScoredLabel? { nil }

  func entropy(of candidate: Candidate) -> Double { binaryEntropy(candidate.score) }

  func coefficients(of candidate: Candidate) -> [Float] {
    (6..<columns).map { values[candidate.place * columns + $0] }
  }
}
