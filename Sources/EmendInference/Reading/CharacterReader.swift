import EmendCore
import EmendRaster

/// A model that tells a line's characters apart at each of its steps: PaddleOCR's recognisers.
///
/// Several threads may use one.
final class CharacterReader: LineModel {
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
  ///   - characters: the path of the list of characters; RapidOCR's files hold it themselves.
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
        "\(facts.found); a recogniser of text gives batch x steps x characters, or is an encoder "
          + "with its decoder and a tokenizer beside it")
    }
    self.characters = try Self.list(facts, characters, count: count)
  }

  private static func list(
    _ facts: ModelFacts, _ path: String?, count: Int
  ) throws(InferenceError) -> CharacterList {
    guard let text = try path.map(text) ?? facts.metadata["character"] else {
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
    return list
  }

  private static func text(_ path: String) throws(InferenceError) -> String {
    do {
      return String(decoding: try Tokenizer.bytes(path), as: UTF8.self)
    } catch {
      throw InferenceError(.modelUnreadable, error.description)
    }
  }

  func cancel() { cancellation.cancel() }

  func text(on line: PixelImage) throws(InferenceError) -> (text: String, score: Double) {
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
