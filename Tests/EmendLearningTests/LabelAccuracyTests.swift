import EmendCore
import EmendLearning
import Testing

@Suite struct LabelAccuracyTests {
  private static let size = ImageSize(width: 6, height: 4)
  private static let labels = (0..<3).map { LabelID($0) }

  private func image(truth: Int?, said: [(Int, Double)]) -> EvaluatedImage {
    EvaluatedImage(
      truths: truth.map { [EvaluatedTruth(label: LabelID($0), shape: .image(Self.size))] } ?? [],
      detections: said.map {
        ScoredShape(label: LabelID($0.0), score: $0.1, shape: .image(Self.size))
      })
  }

  /// scikit-learn 1.7: accuracy_score, confusion_matrix (transposed), precision_score and
  /// recall_score with average=None of truth 0 0 1 1 2 and answers 0 1 1 1 0.
  @Test func theMeasuresAreThoseOfScikitLearn() throws {
    let images = zip([0, 0, 1, 1, 2], [0, 1, 1, 1, 0]).map {
      image(truth: $0, said: [($1, 0.01)])
    }
    let accuracy = LabelAccuracy(of: images, labels: Self.labels)
    #expect(accuracy.accuracy == 0.6)
    #expect(
      accuracy.confusion.rows == [[1, 0, 1, 0], [1, 2, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]])
    #expect(Self.labels.map(accuracy.precision) == [0.5, 2.0 / 3, nil])
    #expect(Self.labels.map(accuracy.recall) == [0.5, 1, 0])
    #expect(Self.labels.map(accuracy.truthCount) == [2, 2, 1])
  }

  @Test func theBestLabelCountsAndImagesWithoutTruthAreLeftOut() {
    let box = Shape.box(Box(x: 0, y: 0, width: 6, height: 4))
    var boxed = image(truth: nil, said: [(0, 0.9)])
    boxed.truths = [EvaluatedTruth(label: LabelID(0), shape: box)]
    let images = [
      image(truth: 1, said: [(0, 0.4), (1, 0.5), (2, 0.1)]), image(truth: 1, said: []), boxed,
    ]
    let accuracy = LabelAccuracy(of: images, labels: Self.labels)
    #expect(accuracy.imageCount == 2)
    #expect(accuracy.correctCount == 1)
    #expect(accuracy.confusion.count(predicted: nil, truth: LabelID(1)) == 1)
    #expect(LabelAccuracy(of: [boxed], labels: Self.labels).accuracy == nil)
  }

  @Test func labelsOfImagesAndObjectsAreMeasuredApart() {
    var mixed = image(truth: 1, said: [(1, 0.5)])
    let box = Shape.box(Box(x: 0, y: 0, width: 6, height: 4))
    mixed.detections.append(ScoredShape(label: LabelID(1), score: 0.9, shape: box))
    #expect(mixed.objects.truths.isEmpty)
    #expect(mixed.objects.detections.map(\.shape) == [box])
    #expect(mixed.labels.detections.map(\.score) == [0.5])
  }
}
