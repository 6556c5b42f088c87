import EmendCore
import EmendLearning
import Testing

@Suite struct MatchingTests {
  @Test func theClosestPairIsTakenFirst() {
    let image = EvaluatedImage(
      truths: [Pictures.truth(0, Pictures.box(at: 0)), Pictures.truth(0, Pictures.box(at: 300))],
      detections: [
        Pictures.said(0, 0.9, Pictures.box(at: 20)), Pictures.said(1, 0.4, Pictures.box(at: 0)),
        Pictures.said(1, 0.8, Pictures.box(at: 310)),
      ])
    let matching = Matching(of: image)
    #expect(matching.pairs.map(\.truth) == [0, 1])
    #expect(matching.pairs.map(\.detection) == [1, 2])
    #expect(matching.pairs[0].overlap == 1)
    #expect(matching.missed.isEmpty)
    #expect(matching.extra == [0])
    #expect(matching.mislabelled(in: image) == matching.pairs)
  }

  @Test func whatDoesNotOverlapEnoughIsLeftOver() {
    let image = EvaluatedImage(
      truths: [Pictures.truth(0, Pictures.box(at: 0))],
      detections: [Pictures.said(0, 0.9, Pictures.box(at: 50))])
    let strict = Matching(of: image)
    #expect(strict.pairs.isEmpty && strict.missed == [0] && strict.extra == [0])
    #expect(Matching(of: image, leastOverlap: 0.3).pairs.count == 1)
  }

  @Test func equalOverlapsGoToTheEarlierTruthAndDetection() {
    let box = Pictures.box(at: 0)
    let image = EvaluatedImage(
      truths: [Pictures.truth(0, box), Pictures.truth(1, box)],
      detections: [Pictures.said(1, 0.1, box), Pictures.said(0, 0.2, box)])
    let matching = Matching(of: image)
    #expect(matching.pairs.map(\.truth) == [0, 1])
    #expect(matching.pairs.map(\.detection) == [0, 1])
  }
}
