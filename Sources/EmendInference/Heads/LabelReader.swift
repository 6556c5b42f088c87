import EmendCore

/// Reads a classifier's answer: one value for each label.
final class LabelReader: AnswerReader {
  /// What the values are.
  enum Values {
    /// They add up to 1.
    case shares
    /// They become shares by softmax.
    case logits
  }

  private let card: ModelCard
  private let values: Values

  init(_ card: ModelCard, _ values: Values) {
    self.card = card
    self.values = values
  }

  /// Holds the shape of the output against the number of labels.
  static func check(_ facts: ModelFacts, _ card: ModelCard) throws(InferenceError) {
    let count = card.labels.count
    guard let output = facts.outputs.first else {
      throw facts.refusal("it answers nothing; expected batch x \(count) values")
    }
    guard output.shape.count == 2, output.shape[1] == nil || output.shape[1] == count else {
      throw facts.refusal(
        "its output \(output.name) is \(output.shapeText); expected batch x \(count) for its "
          + "\(count) labels: name the labels it was trained with")
    }
  }

  func answer(
    _ tensors: [FloatTensor], _ placement: Placement, _ settings: PredictionSettings
  ) throws(InferenceError) -> Answer {
    guard tensors[0].shape == [card.labels.count] else { throw .misfit(tensors, card) }
    let raw = Array(tensors[0].values)
    return .labels(ranked(values == .shares ? raw : softmax(raw)))
  }
}
