import EmendCore
import EmendRaster
import Testing

@testable import EmendInference

/// What `Tests/Peers/prompted/make_cases.py` wrote, below the folder that EMEND_PEER_CASES names.
struct PeerPromptCases {
  /// One line of `cases.txt`.
  struct Model {
    var name: String
    var side: Int
    var form: String
  }

  /// One prompt with the masks that the original answers.
  struct Expected {
    var image: String
    var prompt: MaskPrompt
    var masks: [ExpectedLine] = []
  }

  static var folder: String? { TestFiles.variable("EMEND_PEER_CASES").map { $0 + "/prompted" } }

  let folder: String
  let models: [Model]
  let images: [String: PixelImage]
  let runtime: OnnxRuntime

  init() throws {
    guard let folder = Self.folder else { throw TestFiles.MissingFile(path: "EMEND_PEER_CASES") }
    self.folder = folder
    models = try TestFiles.table("\(folder)/cases.txt").map { words in
      Model(
        name: words[0], side: try #require(Int(words[1])),
        form: words[2...].joined(separator: " "))
    }
    images = try TestFiles.table("\(folder)/images.txt").reduce(into: [:]) { images, words in
      images[words[0]] = PixelImage(
        width: try #require(Int(words[1])), height: try #require(Int(words[2])),
        pixels: try TestFiles.bytes("\(folder)/images/\(words[0]).rgb"))
    }
    runtime = try OnnxRuntime(RuntimeLocator(environment: TestFiles.environment).locate())
  }

  func segmenter(_ encoder: String, decoder: String? = nil) throws -> PromptedSegmenter {
    try PromptedSegmenter(
      runtime, encoder: "\(folder)/models/\(encoder)/encoder.onnx",
      decoder: "\(folder)/models/\(decoder ?? encoder)/decoder.onnx")
  }

  func floats(_ path: String) throws -> [Float] {
    try TestFiles.bytes("\(folder)/\(path).f32").withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
    }
  }

  /// The tokens that went into the decoder, as they are.
  func tokens(_ model: String) throws -> PromptTokens {
    let rows = try TestFiles.table("\(folder)/raw/\(model).txt").map { $0.compactMap(Float.init) }
    return PromptTokens(coordinates: rows.flatMap { $0.prefix(2) }, labels: rows.map { $0[2] })
  }

  func expected(_ model: String) throws -> [Expected] {
    var found: [Expected] = []
    var image = ""
    for line in try TestFiles.lines("\(folder)/expected/\(model).txt") {
      let words = line.split(separator: UInt8(ascii: " "))
      switch String(decoding: words[0], as: UTF8.self) {
      case "image": image = String(decoding: words[1], as: UTF8.self)
      case "prompt":
        found.append(Expected(image: image, prompt: try Self.prompt(words)))
      default: found[found.count - 1].masks.append(ExpectedLine(words))
      }
    }
    return found
  }

  private static func prompt(_ words: [ArraySlice<UInt8>]) throws -> MaskPrompt {
    func numbers(_ text: ArraySlice<UInt8>) -> [Double] {
      text.split(separator: UInt8(ascii: ",")).compactMap {
        Double(String(decoding: $0, as: UTF8.self))
      }
    }
    let points = words[1].split(separator: UInt8(ascii: ";")).map(numbers).filter { !$0.isEmpty }
    let box = numbers(words[2])
    return MaskPrompt(
      points: points.map {
        PromptPoint(ImagePoint(x: $0[0], y: $0[1]), $0[2] == 1 ? .onObject : .offObject)
      },
      box: box.isEmpty
        ? nil
        : Box(from: ImagePoint(x: box[0], y: box[1]), to: ImagePoint(x: box[2], y: box[3])))
  }
}
