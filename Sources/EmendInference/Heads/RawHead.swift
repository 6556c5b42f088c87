import EmendCore

/// The answer of a YOLO model that has suppressed nothing: `4 + labels + extras` rows of places.
///
/// The first four rows are centre x, centre y, width and height in pixels of the model's input,
/// then one score `0...1` for each label; the extras are mask coefficients, keypoints, or the angle
/// of a rotated box. Source: Ultralytics `non_max_suppression`, 8.4.
struct RawHead: Head {
  private let values: UnsafePointer<Float>
  private let places: Int
  private let labelCount: Int
  private let extraCount: Int
  private let boxes: Boxes

  enum Boxes {
    case upright
    /// Turned by the one extra value.
    case rotated
  }

  /// It is nil where `table` is not a table of `4 + labels + extras` rows.
  init?(_ table: FloatTensor, labelCount: Int, extraCount: Int, boxes: Boxes = .upright) {
    guard table.shape.count == 2, table.shape[0] == 4 + labelCount + extraCount,
      let start = table.values.baseAddress
    else { return nil }
    values = start
    places = table.shape[1]
    self.labelCount = labelCount
    self.extraCount = extraCount
    self.boxes = boxes
  }

  func candidates(
    _ settings: PredictionSettings, scratch: inout Scratch<Float>
  ) -> [Candidate] {
    let thresholds = settings.thresholds(labelCount: labelCount)
    let best = scratch.buffer(places)
    findBest(best)
    let lowest = thresholds.min() ?? 1
    var found: [Candidate] = []
    for place in 0..<places where best[place] > lowest {
      let candidate = candidate(at: place, score: best[place])
      if candidate.score > thresholds[candidate.label] { found.append(candidate) }
    }
    switch boxes {
    case .upright:
      return suppressed(
        found, overlapLimit: settings.overlapLimit, maximumCount: settings.maximumCount)
    case .rotated:
      let rotated = found.map { RotatedBox($0.corners, angle: extras(of: $0)[0]) }
      return suppressed(
        found, rotated, overlapLimit: settings.overlapLimit, maximumCount: settings.maximumCount)
    }
  }

  /// Finds the best score of each place.
  ///
  /// Row by row, because a row's values lie side by side.
  private func findBest(_ best: UnsafeMutableBufferPointer<Float>) {
    let scores = values + 4 * places
    for place in 0..<places { best[place] = scores[place] }
    for label in 1..<max(1, labelCount) {
      let row = scores + label * places
      for place in 0..<places { best[place] = row[place] > best[place] ? row[place] : best[place] }
    }
  }

  private func candidate(at place: Int, score: Float) -> Candidate {
    var label = 0
    while label < labelCount - 1, self.score(label, place) != score { label += 1 }
    let (x, y) = (values[place], values[places + place])
    let (halfWidth, halfHeight) = (values[2 * places + place] / 2, values[3 * places + place] / 2)
    return Candidate(
      corners: Corners(
        left: x - halfWidth, top: y - halfHeight, right: x + halfWidth, bottom: y + halfHeight),
      score: score, label: label, place: place)
  }

  private func score(_ label: Int, _ place: Int) -> Float { values[(4 + label) * places + place] }

  func alternative(to candidate: Candidate) -> ScoredLabel? {
    var second: ScoredLabel?
    for label in 0..<labelCount where label != candidate.label {
      let score = Double(score(label, candidate.place))
      if score > second?.score ?? -1 { second = ScoredLabel(label: LabelID(label), score: score) }
    }
    return second
  }

  func entropy(of candidate: Candidate) -> Double {
    (0..<labelCount).reduce(0) { $0 + binaryEntropy(score($1, candidate.place)) }
  }

  func extras(of candidate: Candidate) -> [Float] {
    (0..<extraCount).map { values[(4 + labelCount + $0) * places + candidate.place] }
  }
}
