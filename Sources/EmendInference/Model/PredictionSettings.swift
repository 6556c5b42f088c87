public import EmendCore

/// What is kept of a model's answer.
public struct PredictionSettings: Hashable, Sendable {
  /// Nothing that scores this or less is kept, in `0...1`.
  public var scoreFloor: Double
  /// Scores that an object of a label must exceed, where that is more than the floor.
  public var labelScores: [LabelID: Double]
  /// A box that overlaps a better one of its label by more than this is dropped.
  ///
  /// Intersection over union, in `0...1`. No effect on models with suppression of their own.
  public var overlapLimit: Double
  /// The most detections of one image; the best are kept.
  public var maximumCount: Int
  /// What the best phrase of a box must score more than, in `0...1`; Grounding DINO's boxes score
  /// as their best token does, which may be none of a phrase.
  public var textFloor: Double

  /// Ultralytics' defaults: 0.25, 0.7 and 300.
  public init(
    scoreFloor: Double = 0.25, labelScores: [LabelID: Double] = [:], overlapLimit: Double = 0.7,
    maximumCount: Int = 300, textFloor: Double = 0
  ) {
    self.scoreFloor = scoreFloor
    self.labelScores = labelScores
    self.overlapLimit = overlapLimit
    self.maximumCount = maximumCount
    self.textFloor = textFloor
  }

  /// Text that is equal for equal settings and stays so from release to release.
  ///
  /// A prediction is stored under it: `yolo-1;floor=0.25;overlap=0.7;most=300;label2=0.5`. The
  /// number after the family grows when the same settings give other predictions than before.
  public func fingerprint(family: String) -> String {
    let scores = labelScores.sorted { $0.key < $1.key }.map {
      ";label\($0.key.rawValue)=\($0.value)"
    }
    return "\(family)-1;floor=\(scoreFloor);overlap=\(overlapLimit);most=\(maximumCount)"
      + scores.joined()
  }

  /// The scores to exceed, by label index.
  func thresholds(labelCount: Int) -> [Float] {
    (0..<labelCount).map { Float(max(scoreFloor, labelScores[LabelID($0)] ?? 0)) }
  }
}
