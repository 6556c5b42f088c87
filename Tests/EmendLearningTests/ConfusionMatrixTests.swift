import EmendCore
import EmendLearning
import Testing

@Suite struct ConfusionMatrixTests {
  struct Case: CustomTestStringConvertible {
    let name: String
    var truths: [EvaluatedTruth] = []
    var detections: [ScoredShape] = []
    /// Rows are predictions of label 0, of label 1 and of nothing.
    let rows: [[Int]]

    var testDescription: String { name }
  }

  private static let near = Pictures.box(at: 10)
  private static let here = Pictures.box(at: 0)
  private static let far = Pictures.box(at: 500)

  static let cases = [
    Case(name: "an empty image", rows: [[0, 0, 0], [0, 0, 0], [0, 0, 0]]),
    Case(
      name: "a truth that is found", truths: [Pictures.truth(0, here)],
      detections: [Pictures.said(0, 0.9, near)], rows: [[1, 0, 0], [0, 0, 0], [0, 0, 0]]),
    Case(
      name: "a truth that is taken for another label", truths: [Pictures.truth(0, here)],
      detections: [Pictures.said(1, 0.9, near)], rows: [[0, 0, 0], [1, 0, 0], [0, 0, 0]]),
    Case(
      name: "a miss and a thing that is not there", truths: [Pictures.truth(1, here)],
      detections: [Pictures.said(0, 0.9, far)], rows: [[0, 0, 1], [0, 0, 0], [0, 1, 0]]),
    Case(
      name: "a detection at the threshold", truths: [Pictures.truth(0, here)],
      detections: [Pictures.said(0, 0.25, here)], rows: [[0, 0, 0], [0, 0, 0], [1, 0, 0]]),
    Case(
      name: "the surer of two claims the truth, though the other overlaps it more",
      truths: [Pictures.truth(0, here)],
      detections: [Pictures.said(0, 0.5, here), Pictures.said(1, 0.9, near)],
      rows: [[0, 0, 1], [1, 0, 0], [0, 0, 0]]),
    Case(
      name: "the second detection claims the second truth",
      truths: [Pictures.truth(0, here), Pictures.truth(1, near)],
      detections: [Pictures.said(0, 0.9, here), Pictures.said(1, 0.8, here)],
      rows: [[1, 0, 0], [0, 1, 0], [0, 0, 0]]),
    Case(
      name: "an overlap of exactly one half is none",
      truths: [Pictures.truth(0, Box(x: 0, y: 0, width: 100, height: 50))],
      detections: [Pictures.said(0, 0.9, Box(x: 0, y: 0, width: 50, height: 50))],
      rows: [[0, 0, 1], [0, 0, 0], [1, 0, 0]]),
    Case(
      name: "a crowd is neither missed nor claimed",
      truths: [Pictures.truth(0, here, isCrowd: true)],
      detections: [Pictures.said(0, 0.9, near), Pictures.said(1, 0.9, far)],
      rows: [[0, 0, 0], [0, 0, 1], [0, 0, 0]]),
  ]

  @Test(arguments: cases)
  func countsAsUltralyticsDoes(_ row: Case) {
    let image = EvaluatedImage(truths: row.truths, detections: row.detections)
    let matrix = ConfusionMatrix(of: [image], labels: [LabelID(0), LabelID(1)])
    #expect(matrix.rows == row.rows)
  }

  @Test func answersByLabelAndNilIsTheBackground() {
    let image = EvaluatedImage(
      truths: [Pictures.truth(7, Self.here)], detections: [Pictures.said(3, 0.9, Self.far)])
    let matrix = ConfusionMatrix(of: [image, image], labels: [LabelID(7), LabelID(3)])
    #expect(matrix.labels == [LabelID(3), LabelID(7)])
    #expect(matrix.count(predicted: nil, truth: LabelID(7)) == 2)
    #expect(matrix.count(predicted: LabelID(3), truth: nil) == 2)
    #expect(matrix.count(predicted: LabelID(3), truth: LabelID(7)) == 0)
    #expect(matrix.count(predicted: LabelID(99), truth: nil) == 0)
  }
}
