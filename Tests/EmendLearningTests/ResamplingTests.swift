import EmendCore
import Testing

@testable import EmendLearning

@Suite struct ResamplingTests {
  /// Scores differ between images here, so that copies of an image are next to each other.
  @Test(arguments: [UInt64(1), 2, 3, 4, 5])
  func aWeightedImageCountsLikeItsCopies(seed: UInt64) throws {
    let images = Pictures.random(30, skill: 0.6, seed: seed)
    var random = SplitMix64(seed: seed)
    let weights = images.map { _ in Int.random(in: 0...3, using: &random) }
    let copies = zip(images, weights).flatMap { repeatElement($0, count: $1) }
    var tally = PrecisionTally()
    let weighted = try #require(
      MeanPrecisions(MatchedImages(images, overlap: .boxes), weights, &tally))
    let copied = Evaluation(of: Array(copies))
    #expect(abs(weighted.at50 - (copied.meanAveragePrecision50 ?? -1)) < 1e-12)
    #expect(abs(weighted.at50to95 - (copied.meanAveragePrecision50to95 ?? -1)) < 1e-12)
  }

  @Test(arguments: [(0.0, 1.0), (2.5, 1.1), (50.0, 3.0), (97.5, 4.9), (100.0, 5.0)])
  func percentilesAreThoseOfNumpy(percent: Double, expected: Double) throws {
    let found = try #require([1.0, 2, 3, 4, 5].percentile(percent))
    #expect(abs(found - expected) < 1e-12)
  }
}
