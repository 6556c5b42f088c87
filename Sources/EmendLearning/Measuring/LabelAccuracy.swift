public import EmendCore

/// How often a model labels whole images rightly.
public struct LabelAccuracy: Equatable, Sendable {
  /// Images whose label is known.
  public let imageCount: Int
  /// Those of them that the model labels so.
  public let correctCount: Int
  /// What was said, and what is true; the background of a row is an image without an answer.
  public let confusion: ConfusionMatrix

  /// Compares the best label that a model gave each image with the one that is true.
  ///
  /// - Parameters:
  ///   - images: those without a label of the whole image are left out.
  ///   - labels: all there are.
  /// - Complexity: O(images)
  public init(of images: [EvaluatedImage], labels: [LabelID]) {
    let known = images.map(\.labels).filter { !$0.truths.isEmpty }.map { image in
      EvaluatedImage(
        truths: Array(image.truths.prefix(1)),
        detections: image.detections.max { $0.score < $1.score }.map { [$0] } ?? [])
    }
    imageCount = known.count
    correctCount = known.count { $0.detections.first?.label == $0.truths.first?.label }
    // Any label counts, however unsure; that of the whole image lies where the true one does.
    confusion = ConfusionMatrix(of: known, labels: labels, scoreThreshold: -1)
  }

  /// The share of images that are labelled rightly, `0...1`; nil without an image.
  public var accuracy: Double? { share(correctCount, of: imageCount) }

  /// Of the images that are said to be `label`, the share that are; nil where none is.
  public func precision(of label: LabelID) -> Double? {
    let all = confusion.labels.reduce(0) { $0 + confusion.count(predicted: label, truth: $1) }
    return share(confusion.count(predicted: label, truth: label), of: all)
  }

  /// Of the images that are `label`, the share that are said to be; nil where none is.
  public func recall(of label: LabelID) -> Double? {
    share(confusion.count(predicted: label, truth: label), of: truthCount(of: label))
  }

  /// How many images are `label`.
  public func truthCount(of label: LabelID) -> Int {
    (confusion.labels.map(Optional.some) + [nil]).reduce(0) {
      $0 + confusion.count(predicted: $1, truth: label)
    }
  }

  private func share(_ part: Int, of all: Int) -> Double? {
    all > 0 ? Double(part) / Double(all) : nil
  }
}
