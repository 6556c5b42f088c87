import EmendCore
import Foundation
import Testing

@testable import EmendInference

/// Slices and merging against the package sahi; see `Tests/Peers/slices/make_cases.py`.
@Suite(.enabled(if: TestFiles.variable("EMEND_PEER_CASES") != nil))
struct SlicePeerTests {
  private struct GridCase: Decodable {
    var width: Int
    var height: Int
    var side: Int
    var overlap: Double
    var slices: [[Int]]
  }

  private struct MergeCase: Decodable {
    var measure: String
    var limit: Double
    var found: [[Double]]
    var merged: [[Double]]
  }

  private func cases<Case: Decodable>(_ name: String) throws -> [Case] {
    let folder = try #require(TestFiles.variable("EMEND_PEER_CASES"))
    return try JSONDecoder().decode(
      [Case].self, from: Data(try TestFiles.bytes("\(folder)/slices/\(name)")))
  }

  @Test func slicesAreThoseOfSahi() throws {
    let cases: [GridCase] = try cases("slices.json")
    #expect(cases.count > 100)
    for one in cases {
      let grid = SliceGrid(side: one.side, overlap: one.overlap)
      let slices = grid.slices(of: ImageSize(width: one.width, height: one.height)).map {
        [$0.columns.lowerBound, $0.rows.lowerBound, $0.columns.upperBound, $0.rows.upperBound]
      }
      #expect(slices == one.slices, "\(one.width)x\(one.height) by \(grid)")
    }
  }

  @Test func objectsAreMergedAsSahiMergesThem() throws {
    let cases: [MergeCase] = try cases("merged.json")
    #expect(cases.contains { $0.merged.count < $0.found.count })
    for (number, one) in cases.enumerated() {
      let merge = SliceMerge(measure: one.measure == "IOS" ? .smaller : .union, limit: one.limit)
      let merged = merge.merged(one.found.map(detection)).map(row)
      #expect(merged == one.merged.sorted(by: order), "case \(number)")
    }
  }

  private func detection(_ row: [Double]) -> Detection {
    Detection(
      best: ScoredLabel(label: LabelID(Int(row[5])), score: row[4]), entropy: 0,
      shape: .box(Box(x: row[0], y: row[1], width: row[2] - row[0], height: row[3] - row[1])))
  }

  private func row(_ detection: Detection) -> [Double] {
    let box = detection.shape.bounds
    return [
      box.x, box.y, box.maxX, box.maxY, detection.best.score,
      Double(detection.best.label.rawValue),
    ]
  }

  private func order(_ first: [Double], _ second: [Double]) -> Bool {
    ([-first[4]] + first).lexicographicallyPrecedes([-second[4]] + second)
  }
}
