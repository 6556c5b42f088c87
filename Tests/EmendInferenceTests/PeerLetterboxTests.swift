import EmendCore
import EmendRaster
import Testing

@testable import EmendInference

@Suite(.enabled(if: PeerCases.folder != nil, "EMEND_PEER_CASES names no folder"))
struct PeerLetterboxTests {
  @Test func everyByteIsTheOneThatUltralyticsLetterboxWrites() throws {
    let folder = try PeerCases().folder
    for words in try TestFiles.table("\(folder)/letterbox.txt") {
      let numbers = words.dropFirst().compactMap { Int($0) }
      let size = ImageSize(width: numbers[0], height: numbers[1])
      let letterbox = Placement(
        fitting: size, into: ImageSize(width: numbers[2], height: numbers[2]),
        padding: numbers[3] > 0 ? .least(stride: numbers[3]) : .whole)
      #expect(letterbox.inputSize == ImageSize(width: numbers[4], height: numbers[5]))
      let image = PixelImage(
        width: size.width, height: size.height,
        pixels: try TestFiles.bytes("\(folder)/letterbox/\(words[0]).in"))
      let expected = try TestFiles.bytes("\(folder)/letterbox/\(words[0]).out")
      #expect(bytes(of: image, letterbox) == expected, "\(words)")
    }
  }

  /// The planes as bytes, pixel by pixel.
  private func bytes(of image: PixelImage, _ letterbox: Placement) -> [UInt8] {
    let plane = letterbox.inputSize.width * letterbox.inputSize.height
    var values = [Float](repeating: -1, count: 3 * plane)
    values.withUnsafeMutableBufferPointer {
      LinearWriter().write(image, letterbox, padding: 114 / 255, to: $0)
    }
    return (0..<3 * plane).map { index in
      UInt8(clamping: Int((values[index % 3 * plane + index / 3] * 255).rounded()))
    }
  }
}
