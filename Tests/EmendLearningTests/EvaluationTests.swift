import EmendCore
import EmendLearning
import Testing

@Suite struct EvaluationTests {
  @Test(arguments: try PeerCase.frozen())
  func equalsPycocotoolsOnTheKeptCases(_ peer: PeerCase) {
    expectEqual(peer)
  }

  @Test(.enabled(if: PeerCase.folder != nil), arguments: try PeerCase.fresh())
  func equalsPycocotoolsOnFreshCases(_ peer: PeerCase) {
    expectEqual(peer)
  }

  private func expectEqual(_ peer: PeerCase) {
    let evaluation = Evaluation(of: peer.images, overlap: peer.overlap)
    expectClose(evaluation.summary, peer.stats, "\(peer.name) summary")
    #expect(Set(evaluation.perLabel.keys) == Set(peer.labels.keys))
    for (label, expected) in peer.labels {
      guard let own = evaluation.perLabel[label] else { continue }
      let found = [own.averagePrecision50to95, own.averagePrecision50, own.averagePrecision75]
      expectClose(found, expected, "\(peer.name) label \(label.rawValue)")
      guard let precisions = peer.precisions[label], let scores = peer.scores[label] else {
        continue
      }
      expectClose(own.curve.map(\.precision), precisions, "\(peer.name) precision")
      expectClose(own.curve.map(\.score), scores, "\(peer.name) scores")
    }
  }

  private func expectClose(_ found: [Double], _ expected: [Double], _ what: String) {
    #expect(found.count == expected.count, "\(what)")
    for (index, pair) in zip(found, expected).enumerated() {
      #expect(abs(pair.0 - pair.1) <= 1e-9, "\(what), number \(index)")
    }
  }

  @Test func nothingToMeasureHasNoMeans() {
    let evaluation = Evaluation(of: [EvaluatedImage(truths: [], detections: [])])
    #expect(evaluation.summary == [Double](repeating: -1, count: 12))
    #expect(evaluation.perLabel.isEmpty)
  }

  @Test func aLabelWithOnlyDetectionsIsInNoMean() {
    let box = Shape.box(Box(x: 0, y: 0, width: 10, height: 10))
    let image = EvaluatedImage(
      truths: [EvaluatedTruth(label: LabelID(0), shape: box)],
      detections: [
        ScoredShape(label: LabelID(0), score: 0.5, shape: box),
        ScoredShape(label: LabelID(1), score: 0.9, shape: box),
      ])
    let evaluation = Evaluation(of: [image])
    #expect(evaluation.perLabel.keys.map(\.rawValue) == [0])
    // 1 less 1 ulp: COCOeval's guard against 0 / 0 shows where one detection is all there is.
    #expect(abs((evaluation.meanAveragePrecision50to95 ?? 0) - 1) < 1e-15)
  }

  @Test func aTruthWithoutDetectionsHasPrecisionNought() {
    let box = Shape.box(Box(x: 0, y: 0, width: 10, height: 10))
    let image = EvaluatedImage(
      truths: [EvaluatedTruth(label: LabelID(0), shape: box)], detections: [])
    let evaluation = Evaluation(of: [image])
    #expect(evaluation.meanAveragePrecision50to95 == 0)
    #expect(evaluation.averageRecall100 == 0)
    #expect(evaluation.perLabel[LabelID(0)]?.bestF1 == nil)
  }
}
