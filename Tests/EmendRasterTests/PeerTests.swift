import EmendCore
import EmendRaster
import Glibc
import Testing

/// The folder that `Tests/Peers/raster/make_cases.py` wrote, if this run has one.
let peerFolder: String? = getenv("EMEND_PEER_CASES").map { String(cString: $0) + "/raster" }

/// One line of `cases.txt`.
private struct PeerCase {
  var file: String
  var raw: String
  var size: ImageSize
  var allowed: Int

  init?(_ line: Substring) {
    let words = line.split(separator: " ")
    guard words.count == 5, let width = Int(words[2]), let height = Int(words[3]),
      let allowed = Int(words[4])
    else { return nil }
    (file, raw) = (String(words[0]), String(words[1]))
    (size, self.allowed) = (ImageSize(width: width, height: height), allowed)
  }
}

@Suite struct PeerTests {
  private func bytes(_ name: String) throws -> [UInt8] {
    let folder = try #require(peerFolder)
    return try FileBytes(ImagePath("\(folder)/\(name)")).withBytes { Array($0) }
  }

  @Test(.enabled(if: peerFolder != nil, "EMEND_PEER_CASES is not set"))
  func pixelsAreThoseOfPillowAndOpenCV() throws {
    let list = String(decoding: try bytes("cases.txt"), as: UTF8.self)
    let cases = list.split(separator: "\n").compactMap(PeerCase.init)
    #expect(cases.count >= 60)
    for row in cases {
      let file = try bytes(row.file)
      let image = try file.withUnsafeBytes { try ImageDecoder().decode($0) }
      #expect(
        image.width == row.size.width && image.height == row.size.height,
        "\(row.file): \(image.width)x\(image.height), \(row.raw) has \(row.size)")
      let difference = zip(image.pixels, try bytes(row.raw)).map { abs(Int($0) - Int($1)) }.max()
      #expect(try #require(difference) <= row.allowed, "\(row.raw)")
      print("\(row.raw): largest difference \(difference ?? 0)")
    }
  }
}
