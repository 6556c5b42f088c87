import Testing

@testable import EmendInference

@Suite struct SuppressionTests {
  private func candidate(
    _ left: Float, _ width: Float, score: Float, label: Int = 0, place: Int = 0
  ) -> Candidate {
    Candidate(
      corners: Corners(left: left, top: 0, right: left + width, bottom: 10), score: score,
      label: label, place: place)
  }

  @Test func aBoxThatOverlapsABetterOneOfItsLabelIsDropped() {
    let candidates = [
      candidate(0, 10, score: 0.5), candidate(1, 10, score: 0.9), candidate(50, 10, score: 0.3),
    ]
    let kept = suppressed(candidates, overlapLimit: 0.7, maximumCount: 300)
    #expect(kept.map(\.score) == [0.9, 0.3])
  }

  @Test func anOverlapOfExactlyTheLimitIsKept() {
    // 5 of 10 + 5 columns are shared: one third.
    let candidates = [candidate(0, 10, score: 0.9), candidate(5, 10, score: 0.8)]
    let third = Double(Float(50) / Float(150))
    #expect(suppressed(candidates, overlapLimit: third, maximumCount: 9).count == 2)
    #expect(suppressed(candidates, overlapLimit: third.nextDown, maximumCount: 9).count == 1)
  }

  @Test func labelsDoNotSuppressOneAnother() {
    let candidates = [
      candidate(0, 10, score: 0.9, label: 0), candidate(0, 10, score: 0.8, label: 1),
    ]
    #expect(suppressed(candidates, overlapLimit: 0.1, maximumCount: 9).count == 2)
  }

  @Test func aDroppedBoxSuppressesNothing() {
    // The second overlaps both its neighbours, which do not overlap one another enough.
    let candidates = [
      candidate(0, 10, score: 0.9), candidate(4, 10, score: 0.8), candidate(8, 10, score: 0.7),
    ]
    let kept = suppressed(candidates, overlapLimit: 0.3, maximumCount: 9)
    #expect(kept.map(\.score) == [0.9, 0.7])
  }

  @Test func equalScoresStayInTheirOrder() {
    let candidates = (0..<50).map { candidate(Float($0) * 20, 10, score: 0.5, place: $0) }
    let kept = suppressed(candidates, overlapLimit: 0.7, maximumCount: 300)
    #expect(kept.map(\.place) == Array(0..<50))
  }

  @Test func theBestAreKeptWhereThereAreTooMany() {
    let candidates = (0..<50).map {
      candidate(Float($0) * 20, 10, score: Float($0) / 100, place: $0)
    }
    let kept = suppressed(candidates, overlapLimit: 0.7, maximumCount: 3)
    #expect(kept.map(\.place) == [49, 48, 47])
    #expect(suppressed([], overlapLimit: 0.7, maximumCount: 3).isEmpty)
  }
}
