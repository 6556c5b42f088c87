import EmendCore

/// What a model answered for one image, checked against its card.
struct Answer {
  let head: any Head
  /// `[masks, height, width]`; nil for a model that gives boxes only.
  let prototypes: FloatTensor?

  /// - Parameters:
  ///   - table: the first output, with its batch dimension.
  ///   - prototypes: the second output of a segment model.
  ///   - index: the image's place in the batch.
  ///   - card: what the model says of itself.
  ///   - file: the model's path, for the sentence of an error.
  /// - Throws: ``InferenceError`` of code `runFailed`, where the outputs do not fit the card.
  init(
    _ table: FloatTensor, _ prototypes: FloatTensor?, _ index: Int, _ card: ModelCard,
    _ file: String
  ) throws(InferenceError) {
    let forms = [table.shape] + (prototypes.map { [$0.shape] } ?? [])
    let mismatch = InferenceError(
      .runFailed,
      "\(file): it answered \(forms), which does not fit \(card.summary); export it again from "
        + "the trained model")
    guard table.shape.count == 3, table.shape[0] > index else { throw mismatch }
    var masks = 0
    if let prototypes {
      guard prototypes.shape.count == 4, prototypes.shape[0] > index,
        !prototypes.values.isEmpty
      else { throw mismatch }
      masks = prototypes.shape[1]
    }
    self.prototypes = prototypes?.image(index)
    let rows = table.image(index)
    let head: (any Head)? =
      switch card.suppression {
      case .raw: RawHead(rows, labelCount: card.labels.count, maskCount: masks)
      case .builtIn, .endToEnd:
        FinishedHead(rows, labelCount: card.labels.count, maskCount: masks)
      }
    guard let head else { throw mismatch }
    self.head = head
  }
}
