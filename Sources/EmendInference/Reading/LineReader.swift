import EmendCore
import EmendRaster

/// What reads a picture of one line of text.
protocol LineModel: Sendable {
  /// What is written there, and how sure the model is, `0...1`; empty and 0 for nothing.
  ///
  /// - Throws: ``InferenceError`` of code `runFailed` or `cancelled`.
  func text(on line: PixelImage) throws(InferenceError) -> (text: String, score: Double)
  /// Stops all runs, from any thread.
  func cancel()
}

/// Reads the lines that a detector of text has found.
struct LineReader: Sendable {
  let model: any LineModel

  /// What a model's card needs; nil where it reads nothing.
  ///
  /// - Throws: ``InferenceError`` of code `modelUnreadable` or `modelUnsupported`.
  init?(
    _ runtime: OnnxRuntime, _ card: ModelCard, _ companions: [Companion: String],
    _ settings: SessionSettings, _ cancellation: RunCancellation
  ) throws(InferenceError) {
    guard card.companions.contains(.recogniser), let path = companions[.recogniser] else {
      return nil
    }
    if card.companions.contains(.decoder) {
      model = try WrittenLineReader(
        runtime, path: path, companions: companions.filter { $0.key != .recogniser }, settings)
    } else {
      model = try CharacterReader(
        runtime, path: path, characters: companions[.characters], settings: settings,
        cancellation: cancellation)
    }
  }

  /// The same objects with what is written in them and the score of that; without those that hold
  /// no pixel.
  ///
  /// Each line is read alone, so that its text does not depend on the others.
  /// - Throws: ``InferenceError`` of code `runFailed` or `cancelled`.
  func read(_ objects: [Detection], on image: PixelImage) throws(InferenceError) -> [Detection] {
    var read: [Detection] = []
    for object in objects {
      guard case .polygon(let polygon) = object.shape, let corners = polygon.rings.first,
        let cut = LineCut(image, corners)
      else { continue }
      let (text, score) = try model.text(on: cut.picture)
      var object = object
      object.text = text
      object.best.score = score
      object.entropy = binaryEntropy(Float(score))
      read.append(object)
    }
    return read
  }
}
