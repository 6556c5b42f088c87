import EmendCore
import EmendLearning
import Testing

@Suite struct UncertaintyTests {
  private static let labels = [
    Label(id: LabelID(0), name: "scratch"), Label(id: LabelID(1), name: "dent"),
  ]

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

  @Test func reasonNamesTheLeastSureObject() {
    let detections = [detection(0.9, entropy: 0.3), detection(0.48, 0.45, entropy: 1.4)]
    func reason(
      _ detections: [Detection], _ strategy: QueueSettings.Strategy = .entropy,
      _ selection: QueueOrder.Selection = .main
    ) -> String {
      Uncertainty.reason(
        for: detections, labels: Self.labels, settings: QueueSettings(strategy: strategy),
        selection: selection)
    }
    #expect(reason(detections) == "dent 0.48 / scratch 0.45")
    #expect(reason([detection(0.996)]) == "dent 1.00")
    #expect(reason([]) == "no predictions")
    #expect(reason(detections, .entropy, .control) == "random control")
    #expect(reason(detections, .random) == "random")
    #expect(reason([], .oldest) == "oldest first")
    #expect(reason([detection(0.5), detection(0.4)]) == "dent 0.50")
    #expect(reason([detection(.nan)]) == "dent nan")
    #expect(Uncertainty.reason(for: detection(0.5), labels: []) == "label 1 0.50")
  }
}
