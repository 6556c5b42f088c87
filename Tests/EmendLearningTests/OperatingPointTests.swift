import EmendCore
import EmendLearning
import Testing

@Suite struct OperatingPointTests {
  /// Four truths; by falling score: right, right, wrong, right, wrong.
  private static let evaluation = Evaluation(of: [
    EvaluatedImage(
      truths: (0..<4).map { Pictures.truth(0, Pictures.box(at: Double($0) * 200)) },
      detections: [
        Pictures.said(0, 0.9, Pictures.box(at: 0)), Pictures.said(0, 0.8, Pictures.box(at: 200)),
        Pictures.said(0, 0.7, Pictures.box(at: 5000)),
        Pictures.said(0, 0.5, Pictures.box(at: 400)),
        Pictures.said(0, 0.3, Pictures.box(at: 6000)),
      ])
  ])

  @Test(arguments: [
    (0.95, 0.0, 0.0, 0.0), (0.9, 1.0, 0.25, 0.4), (0.75, 1.0, 0.5, 2.0 / 3),
    (0.5, 0.75, 0.75, 0.75), (0.0, 0.6, 0.75, 2.0 / 3),
  ])
  func followsTheThreshold(score: Double, precision: Double, recall: Double, f1: Double) throws {
    let label = try #require(Self.evaluation.perLabel[LabelID(0)])
    let point = label.operatingPoint(at: score)
    #expect(abs(point.precision - precision) < 1e-12)
    #expect(abs(point.recall - recall) < 1e-12)
    #expect(abs(point.f1 - f1) < 1e-12)
  }

  @Test func theBestF1IsAtAScoreThatADetectionHas() throws {
    let label = try #require(Self.evaluation.perLabel[LabelID(0)])
    let best = try #require(label.bestF1)
    #expect(best == label.operatingPoint(at: 0.5))
    #expect(label.truthCount == 4)
    #expect(label.detectionCount == 5)
  }

  @Test func equalScoresAreTakenTogether() throws {
    let image = EvaluatedImage(
      truths: [Pictures.truth(0, Pictures.box(at: 0))],
      detections: [
        Pictures.said(0, 0.5, Pictures.box(at: 0)), Pictures.said(0, 0.5, Pictures.box(at: 900)),
      ])
    let label = try #require(Evaluation(of: [image]).perLabel[LabelID(0)])
    #expect(label.bestF1?.precision == 0.5)
  }
}
