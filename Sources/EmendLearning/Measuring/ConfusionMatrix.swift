public import EmendCore

/// How often each label was taken for each other, and for nothing.
///
/// A detection that scores above the threshold claims, highest score first, the free truth of any
/// label that it overlaps most, if by more than the least overlap. A claimed pair counts under
/// both labels; what is left over counts against the background. Source: Ultralytics 8.4.190,
/// `ConfusionMatrix.process_batch`. Crowds, which it does not know, are left out, as are
/// detections that claim no truth and lie in a crowd.
public struct ConfusionMatrix: Equatable, Sendable {
  /// Ascending; the background follows them in ``rows``.
  public let labels: [LabelID]
  /// A row for what was predicted, a column for what is true; the last of each is the background.
  public private(set) var rows: [[Int]]
  private let places: [LabelID: Int]

  /// Counts the pairs of `images`.
  ///
  /// - Parameters:
  ///   - images: truths and detections; labels that `labels` does not list are left out.
  ///   - labels: the rows and columns besides the background.
  ///   - scoreThreshold: detections must score more, `0...1`.
  ///   - leastOverlap: pairs must overlap more, `0...1`; Ultralytics takes 0.45 when it validates.
  ///   - overlap: how overlap is measured.
  /// - Complexity: O(images × detections × truths)
  public init(
    of images: [EvaluatedImage], labels: [LabelID], scoreThreshold: Double = 0.25,
    leastOverlap: Double = 0.5, overlap: Overlap = .boxes
  ) {
    let sorted = Set(labels).sorted()
    self.labels = sorted
    places = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
    rows = [[Int]](
      repeating: [Int](repeating: 0, count: sorted.count + 1), count: sorted.count + 1)
    for image in images {
      let detections = image.detections.filter { $0.score > scoreThreshold }
      count(image.truths, detections, leastOverlap, overlap)
    }
  }

  /// How often `predicted` was said where `truth` is; nil is the background.
  public func count(predicted: LabelID?, truth: LabelID?) -> Int {
    guard let row = place(of: predicted), let column = place(of: truth) else { return 0 }
    return rows[row][column]
  }

  private func place(of label: LabelID?) -> Int? {
    guard let label else { return labels.count }
    return places[label]
  }

  private mutating func count(
    _ truths: [EvaluatedTruth], _ detections: [ScoredShape], _ least: Double, _ overlap: Overlap
  ) {
    let truths = truths.filter { places[$0.label] != nil }
    let detections = detections.filter { places[$0.label] != nil }.sorted { $0.score > $1.score }
    var isFree = truths.map { !$0.isCrowd }
    for detection in detections {
      let overlaps = truths.map {
        overlap(detection.shape, detection.shape.bounds, $0, $0.shape.bounds)
      }
      var best: Int?
      for index in truths.indices where isFree[index] && overlaps[index] > least {
        if best.map({ overlaps[index] > overlaps[$0] }) ?? true { best = index }
      }
      if let best {
        isFree[best] = false
        add(predicted: detection.label, truth: truths[best].label)
      } else if !truths.indices.contains(where: { truths[$0].isCrowd && overlaps[$0] > least }) {
        add(predicted: detection.label, truth: nil)
      }
    }
    for index in truths.indices where isFree[index] {
      add(predicted: nil, truth: truths[index].label)
    }
  }

  private mutating func add(predicted: LabelID?, truth: LabelID?) {
    guard let row = place(of: predicted), let column = place(of: truth) else { return }
    rows[row][column] += 1
  }
}
