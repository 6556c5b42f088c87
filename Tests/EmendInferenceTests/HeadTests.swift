import EmendCore
import Testing

@testable import EmendInference

@Suite struct HeadTests {
  /// Calls `body` with a table of `rows`.
  private func withTable<Result>(
    _ rows: [[Float]], _ body: (FloatTensor) throws -> Result
  ) rethrows -> Result {
    try rows.flatMap { $0 }.withUnsafeBufferPointer {
      try body(FloatTensor(shape: [rows.count, rows[0].count], values: $0))
    }
  }

  /// Three places, two labels: centre x, centre y, width, height, and the scores.
  private let raw: [[Float]] = [
    [10, 50, 90], [10, 20, 30], [4, 6, 8], [2, 4, 6], [0.1, 0.6, 0.5], [0.05, 0.3, 0.5],
  ]

  @Test func aRawTableIsReadDownItsColumns() throws {
    try withTable(raw) { table in
      let head = try #require(RawHead(table, labelCount: 2, extraCount: 0))
      var scratch = Scratch<Float>()
      let found = head.candidates(PredictionSettings(scoreFloor: 0.25), scratch: &scratch)
      #expect(found.map(\.place) == [1, 2])
      #expect(found[0].corners == Corners(left: 47, top: 18, right: 53, bottom: 22))
      #expect(found[0].score == 0.6)
      // Of equal scores the first label counts, as torch's max has it.
      #expect(found[1].label == 0)
      let second = try #require(head.alternative(to: found[0]))
      #expect(second.label == LabelID(1))
      #expect(abs(second.score - 0.3) < 1e-6)
    }
  }

  @Test func entropyIsTheSumOverAllLabels() throws {
    try withTable(raw) { table in
      let head = try #require(RawHead(table, labelCount: 2, extraCount: 0))
      let even = Candidate(
        corners: Corners(left: 0, top: 0, right: 1, bottom: 1), score: 0.5, label: 0, place: 2)
      #expect(abs(head.entropy(of: even) - 2 * 0.693147180559945) < 1e-9)
    }
    #expect(binaryEntropy(0) == 0)
    #expect(binaryEntropy(1) == 0)
  }

  @Test func aLabelsOwnScoreCountsWhereItIsAboveTheFloor() throws {
    try withTable(raw) { table in
      let head = try #require(RawHead(table, labelCount: 2, extraCount: 0))
      var scratch = Scratch<Float>()
      func places(_ scores: [LabelID: Double]) -> [Int] {
        let settings = PredictionSettings(scoreFloor: 0.25, labelScores: scores)
        return head.candidates(settings, scratch: &scratch).map(\.place)
      }
      #expect(places([LabelID(0): 0.55]) == [1])
      #expect(places([LabelID(1): 0.9]) == [1, 2])
      #expect(places([LabelID(0): 0.01]) == [1, 2])
    }
  }

  @Test func coefficientsFollowTheScores() throws {
    try withTable(raw + [[1, 2, 3], [4, 5, 6]]) { table in
      let head = try #require(RawHead(table, labelCount: 2, extraCount: 2))
      let candidate = Candidate(
        corners: Corners(left: 0, top: 0, right: 1, bottom: 1), score: 1, label: 0, place: 1)
      #expect(head.extras(of: candidate) == [2, 5])
      #expect(RawHead(table, labelCount: 3, extraCount: 2) == nil)
    }
  }

  @Test func aFinishedTableIsReadRowByRow() throws {
    let rows: [[Float]] = [
      [1, 2, 3, 4, 0.9, 1], [5, 6, 7, 8, 0.3, 0], [5, 6, 7, 8, 0.2, 0], [0, 0, 0, 0, 0, 0],
    ]
    try withTable(rows) { table in
      let head = try #require(FinishedHead(table, labelCount: 2, extraCount: 0))
      var scratch = Scratch<Float>()
      let found = try head.candidates(PredictionSettings(), scratch: &scratch)
      #expect(found.map(\.label) == [1, 0])
      #expect(found[0].corners == Corners(left: 1, top: 2, right: 3, bottom: 4))
      #expect(head.alternative(to: found[0]) == nil)
      let most = PredictionSettings(scoreFloor: 0.1, maximumCount: 2)
      #expect(try head.candidates(most, scratch: &scratch).count == 2)
    }
  }

  @Test func aLabelWithoutANameIsAnError() throws {
    try withTable([[1, 2, 3, 4, 0.9, 7]]) { table in
      let head = try #require(FinishedHead(table, labelCount: 2, extraCount: 0))
      var scratch = Scratch<Float>()
      let error = #expect(throws: InferenceError.self) {
        try head.candidates(PredictionSettings(), scratch: &scratch)
      }
      #expect(error?.code == .runFailed)
    }
  }

  @Test func theFingerprintTellsSettingsApart() {
    let settings = PredictionSettings(labelScores: [LabelID(12): 0.5, LabelID(2): 0.4])
    #expect(
      settings.fingerprint(family: "yolo")
        == "yolo-1;floor=0.25;overlap=0.7;most=300;label2=0.4;label12=0.5")
    let others = [
      PredictionSettings(), PredictionSettings(scoreFloor: 0.2),
      PredictionSettings(overlapLimit: 0.6), PredictionSettings(maximumCount: 100),
    ]
    #expect(Set(others.map { $0.fingerprint(family: "yolo") }).count == others.count)
  }
}
