import EmendCore
import EmendLearning
import Testing

@Suite struct ModelComparisonTests {
  private func compare(_ challenger: Double, _ champion: Double, count: Int = 80)
    -> ModelComparison?
  {
    ModelComparison(
      challenger: Pictures.random(count, skill: challenger, seed: 5),
      champion: Pictures.random(count, skill: champion, seed: 6), seed: 1, rounds: 200)
  }

  @Test func aModelThatFindsMoreIsBetter() throws {
    let comparison = try #require(compare(0.9, 0.4))
    #expect(comparison.meanAveragePrecision50.verdict == .better)
    #expect(comparison.meanAveragePrecision50to95.verdict == .better)
    let reversed = try #require(compare(0.4, 0.9))
    #expect(reversed.meanAveragePrecision50.verdict == .worse)
  }

  @Test func theIntervalHoldsTheDifference() throws {
    let found = try #require(compare(0.7, 0.6)).meanAveragePrecision50to95
    #expect(found.low < found.difference && found.difference < found.high)
  }

  @Test func modelsThatFindTheSameAreUndecided() throws {
    let images = Pictures.random(40, skill: 0.7, seed: 3)
    let comparison = try #require(
      ModelComparison(challenger: images, champion: images, seed: 9, rounds: 50))
    #expect(
      comparison.meanAveragePrecision50 == BootstrapComparison(difference: 0, low: 0, high: 0))
    #expect(comparison.meanAveragePrecision50.verdict == .undecided)
  }

  @Test func theDifferenceIsThatOfTheMeasures() throws {
    let (challenger, champion) = (
      Pictures.random(50, skill: 0.8, seed: 5), Pictures.random(50, skill: 0.6, seed: 6)
    )
    let comparison = try #require(
      ModelComparison(challenger: challenger, champion: champion, seed: 1, rounds: 1))
    let (new, old) = (Evaluation(of: challenger), Evaluation(of: champion))
    let expected = (new.meanAveragePrecision50to95 ?? 0) - (old.meanAveragePrecision50to95 ?? 0)
    #expect(abs(comparison.meanAveragePrecision50to95.difference - expected) < 1e-12)
  }

  @Test func theSameSeedGivesTheSameInterval() {
    #expect(compare(0.7, 0.6) == compare(0.7, 0.6))
  }

  @Test func fewImagesGiveAWiderIntervalThanMany() throws {
    let few = try #require(compare(0.8, 0.6, count: 15)).meanAveragePrecision50
    let many = try #require(compare(0.8, 0.6, count: 300)).meanAveragePrecision50
    #expect(few.high - few.low > 2 * (many.high - many.low))
  }

  @Test func withoutTruthThereIsNoComparison() {
    let empty = [EvaluatedImage(truths: [], detections: [])]
    #expect(ModelComparison(challenger: empty, champion: empty, seed: 0) == nil)
    #expect(ModelComparison(challenger: [], champion: [], seed: 0) == nil)
  }

  @Test(arguments: [
    (0.0312, 0.008, 0.0549, "better by 0.031, 95 % interval 0.008 … 0.055"),
    (-0.2, -0.3, -0.1, "worse by 0.200, 95 % interval -0.300 … -0.100"),
    (0.01, -0.0001, 0.02, "undecided: 0.010, 95 % interval 0.000 … 0.020"),
    (1.0, 1.0, 1.0, "better by 1.000, 95 % interval 1.000 … 1.000"),
  ])
  func readsAsASentence(difference: Double, low: Double, high: Double, sentence: String) {
    let comparison = BootstrapComparison(difference: difference, low: low, high: high)
    #expect(comparison.description == sentence)
  }
}
