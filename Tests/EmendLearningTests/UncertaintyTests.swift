import EmendCore
import EmendLearning
import Testing

@Suite struct UncertaintyTests {
  /// scipy.stats.entropy of the same shares.
  @Test(arguments: [
    ([1.0], 0.0), ([0.5, 0.5], 0.6931471805599453), ([0.7, 0.2, 0.1], 0.8018185525433372),
    ([0.25, 0.25, 0.25, 0.25], 1.3862943611198906), ([1.0, 0, 0], 0.0),
  ])
  func theEntropyOfSharesIsShannons(shares: [Double], entropy: Double) {
    #expect(abs(Uncertainty.entropy(of: shares) - entropy) < 1e-12)
  }

  @Test(arguments: [
    (QueueSettings.Strategy.entropy, 0.5004024235381879), (.margin, 0.4), (.leastConfidence, 0.2),
    (.random, 0), (.oldest, 0),
  ])
  func aScoreOfTheImageIsAYesOrNo(strategy: QueueSettings.Strategy, value: Double) {
    for score in [0.2, 0.8] {
      #expect(abs(Uncertainty.value(ofImageScore: score, strategy: strategy) - value) < 1e-12)
    }
    #expect(Uncertainty.value(ofImageScore: 1, strategy: strategy) == 0)
  }

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
