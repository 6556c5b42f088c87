import EmendCore
import EmendLearning
import Testing

@Suite struct UncertaintyTests {
  private func detection(_ score: Double, _ second: Double? = nil, entropy: Double = 0)
    -> Detection
  {
    Detection(
      best: ScoredLabel(label: LabelID(1), score: score),
      alternative: second.map { ScoredLabel(label: LabelID(0), score: $0) }, entropy: entropy,
      shape: .box(Box(x: 0, y: 0, width: 1, height: 1)))
  }

  @Test(arguments: [
    (0.0, 0.0), (1.0, 0.0), (0.5, 0.693_147_180_559_945_3), (0.1, 0.325_082_973_391_448_2),
    (0.9, 0.325_082_973_391_448_2),
  ])
  func binaryEntropyIsInNats(probability: Double, entropy: Double) {
    #expect(abs(Uncertainty.binaryEntropy(probability) - entropy) < 1e-15)
  }

  @Test(arguments: [
    (QueueSettings.Strategy.entropy, 0.7), (.margin, 0.97), (.leastConfidence, 0.52),
    (.random, 0.0), (.oldest, 0.0),
  ])
  func valueFollowsTheStrategy(strategy: QueueSettings.Strategy, value: Double) {
    let detection = detection(0.48, 0.45, entropy: 0.7)
    #expect(abs(Uncertainty.value(of: detection, strategy: strategy) - value) < 1e-12)
  }

  @Test func aMarginWithoutASecondLabelIsTheDistanceToNought() {
    #expect(abs(Uncertainty.value(of: detection(0.8), strategy: .margin) - 0.2) < 1e-12)
  }

  @Test(arguments: [
    (QueueSettings.Aggregate.max, 0.5), (.mean, 0.3), (.sum, 0.6),
  ])
  func imagesAreValuedByTheirObjects(
    aggregate: QueueSettings.Aggregate, value: Double
  ) {
    let settings = QueueSettings(strategy: .entropy, aggregate: aggregate)
    let detections = [detection(0.1, entropy: 0.1), detection(0.2, entropy: 0.5)]
    #expect(abs(Uncertainty.value(of: detections, settings: settings) - value) < 1e-12)
    #expect(Uncertainty.value(of: [], settings: settings) == 0)
  }
}
