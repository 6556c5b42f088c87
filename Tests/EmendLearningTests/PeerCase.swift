import EmendCore
import EmendLearning
import Foundation
import Testing

/// Truths and detections with what pycocotools says of them.
///
/// Written by `Tests/Peers/learning/make_cases.py`, which describes the lines.
struct PeerCase: CustomTestStringConvertible {
  let name: String
  let overlap: Overlap
  var images: [EvaluatedImage] = []
  var stats: [Double] = []
  /// Average precision at 0.5 to 0.95, at 0.5 and at 0.75.
  var labels: [LabelID: [Double]] = [:]
  var precisions: [LabelID: [Double]] = [:]
  var scores: [LabelID: [Double]] = [:]

  var testDescription: String { name }

  /// The cases of a file's text.
  static func cases(in text: String) throws -> [PeerCase] {
    var cases: [PeerCase] = []
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words[0] == "case" {
        cases.append(
          PeerCase(name: String(words[1]), overlap: words[2] == "masks" ? .masks : .boxes))
      } else {
        guard !cases.isEmpty else { throw Malformed(line: String(line)) }
        try cases[cases.count - 1].read(words)
      }
    }
    return cases
  }

  /// The cases that are kept in the repository.
  static func frozen() throws -> [PeerCase] {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = tests.appending(path: "Peers/learning/frozen.txt")
    return try cases(in: String(contentsOf: file, encoding: .utf8))
  }

  /// The folder of freshly made cases, below the one that `EMEND_PEER_CASES` names.
  static var folder: URL? {
    ProcessInfo.processInfo.environment["EMEND_PEER_CASES"].map {
      URL(filePath: $0).appending(path: "learning")
    }
  }

  static func fresh() throws -> [PeerCase] {
    guard let folder else { return [] }
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    return try files.sorted { $0.path < $1.path }.filter { $0.pathExtension == "txt" }.flatMap {
      try cases(in: String(contentsOf: $0, encoding: .utf8))
    }
  }

  struct Malformed: Error {
    let line: String
  }

  private mutating func read(_ words: [Substring]) throws {
    let numbers = words.dropFirst().compactMap { Double($0) }
    switch words[0] {
    case "image": images.append(EvaluatedImage(truths: [], detections: []))
    case "truth":
      images[images.count - 1].truths.append(
        EvaluatedTruth(
          label: LabelID(Int(numbers[0])), shape: Self.shape(words[4], numbers[3...]),
          isCrowd: numbers[1] == 1, area: numbers[2]))
    case "detection":
      images[images.count - 1].detections.append(
        ScoredShape(
          label: LabelID(Int(numbers[0])), score: numbers[1],
          shape: Self.shape(words[3], numbers[2...])))
    case "stats": stats = numbers
    case "label": labels[LabelID(Int(numbers[0]))] = Array(numbers[1...])
    case "precision": precisions[LabelID(Int(numbers[0]))] = Array(numbers[1...])
    case "scores": scores[LabelID(Int(numbers[0]))] = Array(numbers[1...])
    case "end": break
    default: throw Malformed(line: words.joined(separator: " "))
    }
  }

  private static func shape(_ kind: Substring, _ numbers: ArraySlice<Double>) -> Shape {
    let all = Array(numbers)
    guard kind == "mask" else {
      return .box(Box(x: all[0], y: all[1], width: all[2], height: all[3]))
    }
    let size = ImageSize(width: Int(all[0]), height: Int(all[1]))
    return .mask(Mask(size: size, runs: all[2...].map { UInt32($0) }))
  }
}

extension Overlap {
  /// Pixel by pixel: the slowest way to be sure.
  static let masks = Overlap.shapes { detection, truth, isCrowd in
    guard case .mask(let detection) = detection, case .mask(let truth) = truth else { return 0 }
    let (first, second) = (detection.pixels, truth.pixels)
    let shared = zip(first, second).count { $0 && $1 }
    let joint = isCrowd ? detection.area : detection.area + truth.area - shared
    return joint == 0 ? 0 : Double(shared) / Double(joint)
  }
}

extension Mask {
  fileprivate var pixels: [Bool] {
    runs.enumerated().flatMap { index, run in repeatElement(index % 2 == 1, count: Int(run)) }
  }
}
