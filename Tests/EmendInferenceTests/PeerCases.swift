import EmendCore
import EmendInference
import EmendRaster
import Testing

/// What `Tests/Peers/inference/make_cases.py` wrote, below the folder that EMEND_PEER_CASES names.
struct PeerCases {
  /// One object as Ultralytics found it.
  struct Expected {
    var label: Int
    var score: Double
    /// x1, y1, x2, y2 in pixels of the image.
    var corners: [Double]
    var mask: [UInt32]?
  }

  /// One line of `models.txt`.
  struct Model {
    var name: String
    var settings: PredictionSettings
  }

  static var folder: String? { TestFiles.variable("EMEND_PEER_CASES").map { $0 + "/inference" } }

  let folder: String

  init() throws {
    guard let folder = Self.folder else { throw TestFiles.MissingFile(path: "EMEND_PEER_CASES") }
    self.folder = folder
  }

  func models() throws -> [Model] {
    try TestFiles.table("\(folder)/models.txt").map { words in
      Model(
        name: words[0],
        settings: PredictionSettings(
          scoreFloor: try #require(Double(words[2])),
          overlapLimit: try #require(Double(words[3]))))
    }
  }

  func detector(_ path: String) throws -> Detector {
    let locator = RuntimeLocator(environment: TestFiles.environment)
    return try Detector(OnnxRuntime(locator.locate()), path: "\(folder)/\(path)")
  }

  func images() throws -> [(name: String, image: PixelImage)] {
    try TestFiles.table("\(folder)/images.txt").map { words in
      let image = PixelImage(
        width: try #require(Int(words[1])), height: try #require(Int(words[2])),
        pixels: try TestFiles.bytes("\(folder)/images/\(words[0]).rgb"))
      return (words[0], image)
    }
  }

  /// By image name.
  func expected(_ model: String) throws -> [String: [Expected]] {
    var found: [String: [Expected]] = [:]
    var image = ""
    for line in try TestFiles.lines("\(folder)/expected/\(model).txt") {
      let words = line.split(separator: UInt8(ascii: " "))
      if words[0].elementsEqual("image".utf8) {
        image = String(decoding: words[1], as: UTF8.self)
        found[image] = []
      } else {
        found[image]?.append(try Self.object(words))
      }
    }
    return found
  }

  private static func object(_ words: [ArraySlice<UInt8>]) throws -> Expected {
    let numbers = words.prefix(6).map { Double(String(decoding: $0, as: UTF8.self)) ?? .nan }
    var runs: [UInt32]?
    if words.count > 6 {
      runs = []
      var value: UInt32 = 0
      for byte in words[6] {
        if byte == UInt8(ascii: ",") {
          runs?.append(value)
          value = 0
        } else {
          value = value * 10 + UInt32(byte - UInt8(ascii: "0"))
        }
      }
      runs?.append(value)
    }
    return Expected(
      label: Int(numbers[0]), score: numbers[1], corners: Array(numbers[2...]), mask: runs)
  }
}
