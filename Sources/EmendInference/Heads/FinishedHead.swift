import EmendCore

/// The answer of a YOLO model that has no doubles: rows of x1, y1, x2, y2, score, label, extras.
///
/// Corners are in pixels of the model's input; of rotated boxes there is the centre, width and
/// height instead. Rows that are not used are zero.
struct FinishedHead: Head {
  private let values: UnsafePointer<Float>
  private let rows: Int
  private let columns: Int
  private let labelCount: Int
  private let boxes: RawHead.Boxes

  /// It is nil where `table` has not `6 + extras` columns.
  init?(_ table: FloatTensor, labelCount: Int, extraCount: Int, boxes: RawHead.Boxes = .upright) {
    guard table.shape.count == 2, table.shape[1] == 6 + extraCount,
      let start = table.values.baseAddress
    else { return nil }
    values = start
    rows = table.shape[0]
    columns = table.shape[1]
    self.labelCount = labelCount
    self.boxes = boxes
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
          corners: corners(start), score: start[4], label: label, place: row))
    }
    return found
  }

  private func corners(_ row: UnsafePointer<Float>) -> Corners {
    switch boxes {
    case .upright: return Corners(left: row[0], top: row[1], right: row[2], bottom: row[3])
    case .rotated:
      let (halfWidth, halfHeight) = (row[2] / 2, row[3] / 2)
      return Corners(
        left: row[0] - halfWidth, top: row[1] - halfHeight, right: row[0] + halfWidth,
        bottom: row[1] + halfHeight)
    }
  }

  func alternative(to candidate: Candidate) -> ScoredLabel? { nil }

  func entropy(of candidate: Candidate) -> Double { binaryEntropy(candidate.score) }

  func extras(of candidate: Candidate) -> [Float] {
    (6..<columns).map { values[candidate.place * columns + $0] }
  }
}
