/// How a model compares an image with the texts of its labels.
struct Likeness: Hashable, Sendable {
  let scoring: LabelScores
  /// One vector a label, row after row; empty until the texts are read.
  var vectors: [Float] = []
}

extension ModelCard {
  /// Has the other tower turn the texts into one vector a label, where the card has both.
  ///
  /// - Throws: ``InferenceError``.
  mutating func readTexts(
    _ runtime: OnnxRuntime, _ path: String, _ settings: SessionSettings
  ) throws(InferenceError) {
    guard let question, likeness != nil else { return }
    let tower = try TextTower(runtime, path: path, for: question.tensors, settings: settings)
    let texts = try tower.vectors(question.tensors)
    let width = texts.count / question.tensors.rows
    likeness?.vectors = labels.indices.flatMap { label in
      let own = question.labels.indices.filter { question.labels[$0] == label }
      return LabelScores.labels(
        own.flatMap { texts[$0 * width..<($0 + 1) * width] }, count: own.count, width: width)
    }
  }
}
