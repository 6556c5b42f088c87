public import EmendCore

/// What a program or a server says of one image, by names of labels.
public struct BackendAnswer: Hashable, Sendable {
  /// In the order of the answer.
  public var objects: [NamedObject]
  /// Labels of the whole image.
  public var labels: [NamedScore]
  /// What emend has no shape for, by its kind: `keypointlabels`.
  public var leftOut: [String: Int] = [:]

  public init(objects: [NamedObject] = [], labels: [NamedScore] = []) {
    (self.objects, self.labels) = (objects, labels)
  }
}

/// The name of a label with its score, `0...1`.
public struct NamedScore: Hashable, Sendable {
  public var label: String
  public var score: Double

  public init(label: String, score: Double) { (self.label, self.score) = (label, score) }
}

/// One object, in pixels of the upright image.
public struct NamedObject: Hashable, Sendable {
  public var best: NamedScore
  public var shape: Shape
  /// What is written there; nil where the model does not read.
  public var text: String?

  public init(_ best: NamedScore, _ shape: Shape, text: String? = nil) {
    (self.best, self.shape, self.text) = (best, shape, text)
  }
}
