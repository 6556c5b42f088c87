import EmendCore
import EmendRaster

/// A model that reads lines of text, beside one that finds them: PaddleOCR's recognisers.
///
/// Several threads may use one.
final class LineReader: Sendable {
  private let session: OnnxSession
  private let file: String
  private let characters: CharacterList
  private let cancellation: RunCancellation
  private let size: (height: Int, width: Int?)

  /// PaddleOCR's: a line's height, the width up to which short ones are filled, and the most.
  private static let usualHeight = 48
  private static let leastWidth = 320
  private static let mostWidth = 3200

  /// Loads the model at `path`.
  ///
  /// - Parameters:
  ///   - runtime: shared by all models.
  ///   - path: an ONNX file.
  ///   - characters: the text of the list of characters; RapidOCR's files hold it themselves.
  ///   - settings: how it runs.
  ///   - cancellation: stops its runs, too.
  /// - Throws: ``InferenceError`` of code `modelUnreadable` or `modelUnsupported`.
  init(
    _ runtime: OnnxRuntime, path: String, characters: String?, settings: SessionSettings,
    cancellation: RunCancellation
  ) throws(InferenceError) {
    session = try OnnxSession(runtime, path: path, settings: settings)
    file = path
    self.cancellation = cancellation
    let facts = try ModelFacts(of: session, file: path)
    let input = try facts.imageInput()
    size = (input.shape[2] ?? Self.usualHeight, input.shape[3])
    guard let output = facts.outputs.first, output.shape.count == 3, let count = output.shape[2]
    else {
      throw facts.refusal(
        "\(facts.found); a recogniser of text gives batch x steps x characters")
    }
    guard let text = characters ?? session.metadata["character"] else {
      throw facts.refusal(
        "nothing says which characters its \(count) numbers are; put its list (*_dict.txt) beside "
          + "it, or name it by --with characters=FILE")
    }
    let lines = CharacterList.lines(of: text)
    guard let list = CharacterList(lines: lines, count: count) else {
      throw facts.refusal(
        "it tells \(count) characters apart and its list has \(lines.count); expected "
          + "\(count - 1), or \(count - 2) without the space: take the list it was trained with")
    }
    self.characters = list
  }

  /// What a model's card needs; nil where it reads nothing.
  convenience init?(
    _ runtime: OnnxRuntime, _ card: ModelCard, _ companions: [Companion: String],
    _ settings: SessionSettings, _ cancellation: RunCancellation
  ) throws(InferenceError) {
    guard card.companions.contains(.recogniser), let path = companions[.recogniser] else {
      return nil
    }
    var list: String?
    if let path = companions[.characters] {
      do {
        list = String(decoding: try Tokenizer.bytes(path), as: UTF8.self)
      } catch {
        throw InferenceError(.modelUnreadable, error.description)
      }
    }
    try self.init(
      runtime, path: path, characters: list, settings: settings, cancellation: cancellation)
  }

  /// The same objects with what is written in them and the score of that; without those that hold
  /// no pixel.
  ///
  /// Each line is read alone, so that its text does not depend on the others.
  /// - Throws: ``InferenceError`` of code `runFailed`.
  func read(_ objects: [Detection], on image: PixelImage) throws(InferenceError) -> [Detection] {
    var read: [Detection] = []
    for object in objects {
      guard case .polygon(let polygon) = object.shape, let corners = polygon.rings.first,
        let cut = LineCut(image, corners)
      else { continue }
      let (text, score) = try text(on: cut.picture)
      var object = object
      object.text = text
      object.best.score = score
      object.entropy = binaryEntropy(Float(score))
      read.append(object)
    }
    return read
  }

  private func text(on line: PixelImage) throws(InferenceError) -> (text: String, score: Double) {
    do {
      let placement = placement(of: line)
      let input = try InputTensor(
        shape: [1, 3, placement.inputSize.height, placement.inputSize.width],
        on: session.runtime)
      InputWriter(Self.preparation(placement.inputSize)).write(line, placement, to: input.values)
      let outputs = try session.run(input, cancellation: cancellation)
      let scores = try outputs.floats(at: 0)
      guard scores.shape.count == 3, scores.shape[2] == characters.characters.count,
        scores.isFinite
      else {
        throw OrtFailure(code: 1, description: "it answered \(scores.shape), or no numbers")
      }
      defer { withExtendedLifetime(outputs) {} }
      return characters.text(in: scores.image(0))
    } catch {
      throw InferenceError(.runFailed, "\(file) failed on a line of text", cause: error)
    }
  }

  /// As `resize_norm_img` of PaddleOCR 3.3, for a line that is alone in its batch.
  private func placement(of line: PixelImage) -> Placement {
    let ratio = Double(line.width) / Double(line.height)
    let least = Double(Self.leastWidth) / Double(Self.usualHeight)
    let free = min(Int(Double(size.height) * max(ratio, least)), Self.mostWidth)
    let room = size.width ?? free
    let width = min(Int((Double(size.height) * ratio).rounded(.up)), room)
    return Placement(
      imageSize: ImageSize(width: line.width, height: line.height),
      inputSize: ImageSize(width: room, height: size.height),
      contentSize: ImageSize(width: max(width, 1), height: size.height))
  }

  /// From -1 to 1, and 0 to the right of the line.
  private static func preparation(_ size: ImageSize) -> Preparation {
    var preparation = Preparation(
      size: size, fit: .pad, resampling: .linear, padding: 127.5, mean: [0.5, 0.5, 0.5],
      deviation: [0.5, 0.5, 0.5])
    preparation.planes = .bgr
    return preparation
  }
}
