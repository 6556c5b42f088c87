import EmendCore
import EmendRaster
import Testing

@testable import EmendInference

/// What `Tests/Peers/families/make_cases.py` wrote, below the folder that EMEND_PEER_CASES names.
struct PeerFamilyCases {
  /// One line of `cases.txt`.
  struct Model {
    var name: String
    var family: String
    /// `objects`, `polygons`, `labels`, `values`, `texts` or `anomaly`.
    var kind: String
    var settings: PredictionSettings
  }

  /// One line of `prepared.txt`.
  struct Prepared {
    var model: String
    var image: String
    var size: ImageSize
  }

  static var folder: String? { TestFiles.variable("EMEND_PEER_CASES").map { $0 + "/families" } }

  let folder: String
  let models: [Model]
  let prepared: [Prepared]
  private let images: [String: ImageSize]

  init() throws {
    guard let folder = Self.folder else { throw TestFiles.MissingFile(path: "EMEND_PEER_CASES") }
    self.folder = folder
    models = try TestFiles.table("\(folder)/cases.txt").map { words in
      Model(
        name: words[0], family: words[1], kind: words[2],
        settings: PredictionSettings(
          scoreFloor: try #require(Double(words[3])),
          overlapLimit: try #require(Double(words[4]))))
    }
    func size(_ width: String, _ height: String) throws -> ImageSize {
      ImageSize(width: try #require(Int(width)), height: try #require(Int(height)))
    }
    prepared = try TestFiles.table("\(folder)/prepared.txt").map { words in
      Prepared(model: words[0], image: words[1], size: try size(words[3], words[2]))
    }
    images = try TestFiles.table("\(folder)/images.txt").reduce(into: [:]) { images, words in
      images[words[0]] = try size(words[1], words[2])
    }
  }

  func detector(_ model: String) throws -> Detector {
    let path = "\(folder)/models/\(model)"
    var texts: [String: String] = [:]
    for name in ModelTexts.names {
      guard let bytes = try? TestFiles.bytes("\(path)/\(name)") else { continue }
      texts[name] = String(decoding: bytes, as: UTF8.self)
    }
    let runtime = try OnnxRuntime(RuntimeLocator(environment: TestFiles.environment).locate())
    return try Detector(
      runtime, path: "\(path)/model.onnx", texts: texts, companions: Self.companions(in: path),
      prompts: Self.prompts(in: path))
  }

  private static func companions(in folder: String) -> [Companion: String] {
    var companions: [Companion: String] = [:]
    if (try? TestFiles.bytes("\(folder)/tokenizer.json")) != nil {
      companions[.tokenizer] = folder
    }
    let tower = "\(folder)/text_model.onnx"
    if (try? TestFiles.bytes(tower)) != nil { companions[.text] = tower }
    let recogniser = "\(folder)/recogniser.onnx"
    if Folder.hasFile(at: recogniser) { companions[.recogniser] = recogniser }
    let characters = "\(folder)/model_dict.txt"
    if Folder.hasFile(at: characters) { companions[.characters] = characters }
    let decoders = [
      "decoder_model_merged.onnx", "decoder_model.onnx", "reader/decoder_model.onnx",
    ]
    companions[.decoder] = decoders.map { "\(folder)/\($0)" }.first { Folder.hasFile(at: $0) }
    let reader = "\(folder)/reader"
    if Folder.hasFile(at: "\(reader)/encoder_model.onnx") {
      companions[.recogniser] = "\(reader)/encoder_model.onnx"
      companions[.tokenizer] = reader
    }
    return companions
  }

  private static func prompts(in folder: String) -> LabelPrompts {
    let lines = (try? TestFiles.lines("\(folder)/asked.txt")) ?? []
    return LabelPrompts(lines.map { .init(label: String(decoding: $0, as: UTF8.self)) })
  }

  func image(_ name: String) throws -> PixelImage {
    let size = try #require(images[name])
    return PixelImage(
      width: size.width, height: size.height,
      pixels: try TestFiles.bytes("\(folder)/images/\(name).rgb"))
  }

  /// The original's tensor.
  func tensor(_ prepared: Prepared) throws -> [Float] {
    try Self.floats("\(folder)/prepared/\(prepared.model)-\(prepared.image).f32")
  }

  /// What Python's onnxruntime answers to the model's first tensor.
  func raw(_ model: String, output: Int) throws -> [Float] {
    try Self.floats("\(folder)/raw/\(model)-\(output).f32")
  }

  private static func floats(_ path: String) throws -> [Float] {
    try TestFiles.bytes(path).withUnsafeBytes { bytes in
      [Float](unsafeUninitializedCapacity: bytes.count / 4) { floats, count in
        UnsafeMutableRawBufferPointer(floats).copyMemory(from: bytes)
        count = floats.count
      }
    }
  }

  /// The original's answers by image: each line's numbers, and its mask where it has one.
  func expected(_ model: String) throws -> [(image: String, lines: [ExpectedLine])] {
    var found: [(image: String, lines: [ExpectedLine])] = []
    for line in try TestFiles.lines("\(folder)/expected/\(model).txt") {
      let words = line.split(separator: UInt8(ascii: " "))
      if words[0].elementsEqual("image".utf8) {
        found.append((String(decoding: words[1], as: UTF8.self), []))
      } else {
        found[found.count - 1].lines.append(ExpectedLine(words))
      }
    }
    return found
  }
}

/// One line of what an original said.
struct ExpectedLine {
  var numbers: [Double] = []
  var runs: [UInt32]?
  /// In hexadecimal.
  var text: String?

  init(_ words: [ArraySlice<UInt8>]) {
    for word in words {
      if word.contains(UInt8(ascii: ",")) {
        runs = word.split(separator: UInt8(ascii: ",")).compactMap {
          UInt32(String(decoding: $0, as: UTF8.self))
        }
      } else if word.first == UInt8(ascii: "=") {
        text = String(decoding: word.dropFirst(), as: UTF8.self)
      } else {
        numbers.append(Double(String(decoding: word, as: UTF8.self)) ?? .nan)
      }
    }
  }

  var label: Int { Int(numbers[0]) }
  var score: Double { numbers[1] }
  var places: ArraySlice<Double> { numbers[2...] }
}
