import EmendCore
import EmendTestSupport
import Glibc
import Testing

@testable import EmendRaster

@Suite struct SixelPeerTests {
  /// Leaves sixel images and their pixels for `Tests/Peers/raster/check_sixel.py`.
  @Test(
    .enabled(if: peerFolder != nil, "EMEND_PEER_CASES is not set"),
    arguments: [1, 6, 7, 20, 60, 126])
  func sixelImagesAreLeftForAnotherDecoder(_ rows: Int) throws {
    let cell = ImageSize(width: 10, height: rows)
    let area = CellRect(column: 0, row: 0, columns: 9, rows: 6)
    let (width, height) = (area.columns * cell.width, area.rows * cell.height)
    let palette = (0..<256).map { Colour(red: UInt8($0), green: UInt8(255 - $0), blue: 90) }
    let indices = (0..<width * height).map { UInt8(($0 * $0 / 7 + $0 / width) % 256) }
    let frame = IndexedImage(width: width, height: height, indices: indices, palette: palette)
    try keep(frame, ScreenRect(left: 10, top: 0, right: width, bottom: height), "rows-\(rows)")
  }

  @Test(
    .enabled(if: peerFolder != nil, "EMEND_PEER_CASES is not set"),
    arguments: PictureQuality.allCases)
  func partsOfAPhotographAreLeftForAnotherDecoder(_ quality: PictureQuality) throws {
    var random = SeededGenerator(seed: 4)
    let (width, height) = (160, 97)
    let pixels = (0..<width * height).flatMap { place -> [UInt8] in
      let grain = Int.random(in: -9...9, using: &random)
      let (x, y) = (place % width, place / width)
      return [x, 2 * y, (x + y) / 2].map { UInt8(clamping: $0 + 20 + grain) }
    }
    let image = PixelImage(width: width, height: height, pixels: pixels)
    var palette = Palette(
      for: image, quality: quality, count: 239, and: Colour(red: 0, green: 0, blue: 0))
    let frame = IndexedImage(
      width: width, height: height, indices: palette.indices(for: image, quality: quality),
      palette: palette.colours)
    for number in 0..<12 {
      let (left, top) = (Int.random(in: 0..<80, using: &random), number * 4)
      let part = ScreenRect(
        left: left, top: top, right: Int.random(in: left + 1...width, using: &random),
        bottom: number < 6 ? top + number + 1 : height - number)
      try keep(frame, part, "\(quality)-\(number)")
    }
  }

  /// Keeps a part as sixel and as the pixels that it must give.
  private func keep(_ frame: IndexedImage, _ part: ScreenRect, _ name: String) throws {
    var pixels: [UInt8] = []
    for y in part.top..<part.bottom {
      for x in part.left..<part.right {
        let colour = frame.palette[Int(frame.indices[y * frame.width + x])]
        pixels += [colour.red, colour.green, colour.blue]
      }
    }
    try keep(try frame.sixelBytes(of: part), "\(name).six")
    try keep(pixels, "\(name).rgb")
  }

  private func keep(_ bytes: [UInt8], _ name: String) throws {
    let folder = try #require(peerFolder)
    let file = try #require(fopen("\(folder)/\(name)", "wb"))
    #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    #expect(fclose(file) == 0)
  }
}
