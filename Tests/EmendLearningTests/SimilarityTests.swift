import EmendLearning
import Foundation
import Testing

@Suite struct SimilarityTests {
  /// Vectors with what numpy and scipy say of them.
  ///
  /// Written by `Tests/Peers/similarity/make_cases.py`, which describes the lines.
  struct PeerVectors: Sendable, CustomTestStringConvertible {
    var name: String
    var vectors: [[Float]] = []
    var near: [(query: Int, neighbours: [Neighbour])] = []
    var groups: [(threshold: Double, groups: [[Int]])] = []
    var testDescription: String { name }

    static let all: [PeerVectors] = {
      guard let folder = ProcessInfo.processInfo.environment["EMEND_PEER_CASES"] else { return [] }
      let place = URL(filePath: folder).appending(path: "similarity")
      // Without cases there is nothing to compare; the count below says so.
      return (0..<5).compactMap { try? PeerVectors(place.appending(path: "\($0)")) }
    }()

    init(_ file: URL) throws {
      name = file.lastPathComponent
      let data = try Data(contentsOf: file.appendingPathExtension("f32"))
      let values = data.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
      let text = try String(contentsOf: file.appendingPathExtension("txt"), encoding: .utf8)
      for line in text.split(separator: "\n") {
        let words = line.split(separator: " ")
        switch words[0] {
        case "vectors":
          let length = try #require(Int(words[2]))
          vectors = stride(from: 0, to: values.count, by: length).map {
            Array(values[$0..<$0 + length])
          }
        case "near":
          let pairs = try words.dropFirst(2).map { pair in
            let sides = pair.split(separator: ":")
            return Neighbour(
              index: try #require(Int(sides[0])), similarity: try #require(Double(sides[1])))
          }
          near.append((try #require(Int(words[1])), pairs))
        case "groups": groups.append((try #require(Double(words[1])), []))
        default: groups[groups.count - 1].groups.append(words.dropFirst().compactMap { Int($0) })
        }
      }
    }

    var unit: UnitVectors {
      var unit = UnitVectors(length: vectors[0].count)
      for vector in vectors { unit.append(vector) }
      return unit
    }
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["EMEND_PEER_CASES"] != nil))
  func thereAreCases() { #expect(PeerVectors.all.count == 5) }

  @Test(arguments: PeerVectors.all)
  func theNearestAreThoseOfNumpy(peer: PeerVectors) {
    for (query, expected) in peer.near {
      let found = peer.unit.neighbours(of: peer.vectors[query], limit: expected.count)
      #expect(found.count == expected.count)
      for (ours, theirs) in zip(found, expected) {
        #expect(abs(ours.similarity - theirs.similarity) < 1e-5)
        // Vectors that are equally alike may change places by rounding.
        #expect(
          ours.index == theirs.index
            || expected.contains {
              $0.index != ours.index && abs($0.similarity - ours.similarity) < 1e-5
            })
      }
    }
  }

  @Test(arguments: PeerVectors.all)
  func theGroupsAreTheConnectedPartsOfScipy(peer: PeerVectors) {
    for (threshold, expected) in peer.groups {
      #expect(peer.unit.duplicates(threshold: threshold) == expected, "\(threshold)")
    }
  }

  @Test func aChainOfAlikeVectorsIsOneGroup() {
    var vectors = UnitVectors(length: 2)
    for angle in [0.0, 90, 10, 20, 91, 180] {
      let radians = angle * .pi / 180
      vectors.append([Float(cos(radians)) * 3, Float(sin(radians)) * 3])
    }
    let groups = vectors.duplicates(threshold: cos(11 * .pi / 180))
    #expect(groups == [[0, 2, 3], [1, 4]])
    #expect(vectors.duplicates(threshold: 2) == [])
  }

  @Test func aVectorWithoutDirectionIsLikeNoOther() {
    var vectors = UnitVectors(length: 3)
    for vector in [[0, 0, 0], [0, 0, 0], [1, 0, 0]] as [[Float]] { vectors.append(vector) }
    #expect(vectors.duplicates(threshold: 0.5) == [])
    #expect(vectors.neighbours(of: [2, 0, 0], limit: 2).map(\.index) == [2, 0])
    #expect(vectors.neighbours(of: [2, 0, 0], limit: 0).isEmpty)
  }

  @Test func theWorkCanBeEnded() {
    var vectors = UnitVectors(length: 1)
    for _ in 0..<200 { vectors.append([1]) }
    var seen: [Int] = []
    let groups = vectors.duplicates(threshold: 0.5) { done in
      seen.append(done)
      return done < 100
    }
    #expect(groups == nil)
    #expect(seen == [64, 128])
    #expect(vectors.duplicates(threshold: 0.5) == [Array(0..<200)])
  }
}
