import EmendCore
import EmendRaster

/// TrOCR as the reader of lines that another model finds.
///
/// Several threads may use one.
final class WrittenLineReader: LineModel {
  private let detector: Detector

  /// Any text at all.
  private static let settings = PredictionSettings(scoreFloor: 0)

  /// Loads the encoder at `path` with its decoder, and with the texts in its tokenizer's folder.
  ///
  /// - Throws: ``InferenceError`` of code `modelUnreadable` or `modelUnsupported`.
  init(
    _ runtime: OnnxRuntime, path: String, companions: [Companion: String],
    _ settings: SessionSettings
  ) throws(InferenceError) {
    detector = try Detector(
      runtime, path: path, texts: Self.texts(in: companions[.tokenizer]), companions: companions,
      settings: settings)
    guard detector.card.purpose == .read else {
      throw InferenceError(
        .modelUnsupported,
        "\(path): \(detector.card.summary), and a recogniser of text is asked for; name one by "
          + "--with recogniser=FILE")
    }
  }

  /// What lies beside the tokenizer and tells of the model.
  private static func texts(in folder: String?) throws(InferenceError) -> [String: String] {
    guard let folder else { return [:] }
    var texts: [String: String] = [:]
    for name in ModelTexts.files where Folder.hasFile(at: "\(folder)/\(name)") {
      do {
        texts[name] = String(decoding: try Tokenizer.bytes("\(folder)/\(name)"), as: UTF8.self)
      } catch {
        throw InferenceError(.modelUnreadable, error.description)
      }
    }
    return texts
  }

  func text(on line: PixelImage) throws(InferenceError) -> (text: String, score: Double) {
    guard let found = try detector.detect(line, Self.settings).first else { return ("", 0) }
    return (found.text, found.best.score)
  }

  func cancel() { detector.cancel() }
}
