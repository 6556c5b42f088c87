import Synchronization

extension PromptedSegmenter {
  /// Refuses a prompt without a box where the decoder would answer at random.
  ///
  /// A decoder that was traced with a box in hand joins the points and `input_boxes` along the
  /// wrong dimension, and ONNX Runtime (1.31) leaves the place of the missing box as it finds the
  /// memory. It shows where corners sent as points are answered otherwise than a box.
  func checkEmptyBox(
    _ encoding: ImageEncoding, _ tokens: PromptTokens
  ) throws(InferenceError) {
    guard tokens.box.isEmpty, takesEmptyBox.withLock({ $0 }) != true else { return }
    let side = Float(layout.side)
    let corners = [0.25 * side, 0.25 * side, 0.75 * side, 0.75 * side]
    let asPoints = PromptTokens(
      coordinates: corners, labels: [PromptTokens.topLeft, PromptTokens.bottomRight])
    let asBox = PromptTokens(coordinates: [], labels: [], box: corners)
    let agrees = try answer(encoding, asPoints).isClose(to: answer(encoding, asBox))
    takesEmptyBox.withLock { $0 = agrees }
    guard agrees else {
      throw InferenceError(
        .modelUnsupported,
        "\(files.decoder): it answers a prompt without a box at random; show it a box, or export "
          + "it again so that input_boxes may be empty")
    }
  }
}
