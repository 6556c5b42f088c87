import EmendCore
import EmendRaster
import Foundation
import Testing

@testable import EmendInference

/// Finding and reading text against PaddleOCR's steps; see `Tests/Peers/reading/make_cases.py`.
@Suite(.enabled(if: TestFiles.variable("EMEND_PEER_CASES") != nil))
struct ReadingPeerTests {
  private struct MapCase: Decodable {
    struct Box: Decodable {
      var corners: [[Double]]
      var score: Double
    }

    var height: Int
    var width: Int
    var size: [Int]
    var boxes: [Box]
  }

  private func folder() throws -> String {
    "\(try #require(TestFiles.variable("EMEND_PEER_CASES")))/reading"
  }

  private func cases<Cases: Decodable>(_ name: String) throws -> Cases {
    try JSONDecoder().decode(
      Cases.self, from: Data(try TestFiles.bytes("\(folder())/\(name).json")))
  }

  private func floats(_ name: String) throws -> [Float] {
    try TestFiles.bytes("\(folder())/\(name).f32").withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
    }
  }

  @Test func placesAreThoseOfPaddleOCR() throws {
    let cases: [MapCase] = try cases("maps")
    var (wanted, equal, ours) = (0, 0, 0)
    for (index, one) in cases.enumerated() {
      let found = try floats("maps/\(index)").withUnsafeBufferPointer { values in
        TextMap().places(
          in: FloatTensor(shape: [one.height, one.width], values: values),
          of: ImageSize(width: one.size[0], height: one.size[1]))
      }
      ours += found.count
      wanted += one.boxes.count
      for box in one.boxes {
        let isFound = found.contains { place in
          abs(place.score - box.score) <= 1e-4
            && zip(place.corners, box.corners).allSatisfy { $0.x == $1[0] && $0.y == $1[1] }
        }
        equal += isFound ? 1 : 0
      }
    }
    print("\(equal) of \(wanted) places equal, ours \(ours)")
    #expect(wanted > 300)
    #expect(Double(equal) >= 0.99 * Double(wanted))
    #expect(Double(abs(ours - wanted)) <= 0.01 * Double(wanted))
  }

  private struct CutCase: Decodable {
    var size: [Int]
    var corners: [[Double]]
    var line: [Int]
  }

  @Test func linesAreCutOutAsByPaddleOCR() throws {
    let cases: [CutCase] = try cases("cuts")
    var (sum, count, most) = (0, 0, 0)
    for (index, one) in cases.enumerated() {
      let image = PixelImage(
        width: one.size[0], height: one.size[1],
        pixels: try TestFiles.bytes("\(folder())/cuts/\(index).image"))
      let corners = one.corners.map { ImagePoint(x: $0[0], y: $0[1]) }
      let line = try #require(LineCut(image, corners)).picture
      #expect([line.width, line.height] == one.line, "cut \(index)")
      let wanted = try TestFiles.bytes("\(folder())/cuts/\(index).line")
      guard wanted.count == line.pixels.count else { continue }
      let differences = zip(line.pixels, wanted).map { abs(Int($0) - Int($1)) }
      sum += differences.reduce(0, +)
      count += differences.count
      most = max(most, differences.max() ?? 0)
    }
    print("cuts: mean \(Double(sum) / Double(count))/255, most \(most)/255")
    #expect(count > 100_000)
    #expect(Double(sum) <= 0.01 * Double(count))
    #expect(most <= 1)
  }

  private struct LineCases: Decodable {
    struct Line: Decodable {
      var steps: Int
      var text: String
      var score: Double
    }

    var characters: [String]
    var lines: [Line]
  }

  @Test func linesAreReadAsByPaddleOCR() throws {
    let cases: LineCases = try cases("lines")
    let count = cases.characters.count + 2
    let list = try #require(CharacterList(lines: cases.characters, count: count))
    #expect(cases.lines.count == 50)
    for (index, line) in cases.lines.enumerated() {
      let (text, score) = try floats("lines/\(index)").withUnsafeBufferPointer {
        list.text(in: FloatTensor(shape: [line.steps, count], values: $0))
      }
      #expect(text == line.text, "line \(index)")
      #expect(abs(score - line.score) < 1e-6, "line \(index)")
    }
  }
}
