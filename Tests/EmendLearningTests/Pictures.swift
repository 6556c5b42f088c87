import EmendCore
import EmendLearning

/// Short ways to write down truths and detections.
enum Pictures {
  static func truth(_ label: Int, _ box: Box, isCrowd: Bool = false) -> EvaluatedTruth {
    EvaluatedTruth(label: LabelID(label), shape: .box(box), isCrowd: isCrowd)
  }

  static func said(_ label: Int, _ score: Double, _ box: Box) -> ScoredShape {
    ScoredShape(label: LabelID(label), score: score, shape: .box(box))
  }

  /// A box of 100 pixels' width that overlaps the one at 0 by (100 - x) / (100 + x).
  static func box(at x: Double) -> Box { Box(x: x, y: 0, width: 100, height: 50) }

  /// Images with two labels of which a model finds each truth with chance `skill`, and one thing
  /// that is not there on every other image.
  static func random(_ count: Int, skill: Double, seed: UInt64) -> [EvaluatedImage] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { index in
      let boxes = (0..<3).map { box(at: Double($0) * 200) }
      let truths = boxes.enumerated().map { truth(($0.offset + index) % 2, $0.element) }
      var detections: [ScoredShape] = []
      for truth in truths where Double.random(in: 0..<1, using: &random) < skill {
        let x = truth.shape.bounds.x + Double.random(in: 0..<20, using: &random)
        detections.append(
          said(truth.label.rawValue, .random(in: 0.3..<1, using: &random), box(at: x)))
      }
      if index % 2 == 0 {
        detections.append(said(0, .random(in: 0..<0.9, using: &random), box(at: 900)))
      }
      return EvaluatedImage(truths: truths, detections: detections)
    }
  }
}
