import EmendCore
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
    let part = ScreenRect(left: 10, top: 0, right: width, bottom: height)
    var pixels: [UInt8] = []
    for y in part.top..<part.bottom {
      for x in part.left..<part.right {
        let colour = palette[Int(indices[y * width + x])]
        pixels += [colour.red, colour.green, colour.blue]
      }
    }
    try keep(try frame.sixelBytes(of: part), "rows-\(rows).six")
    try keep(pixels, "rows-\(rows).rgb")
  }

  private func keep(_ bytes: [UInt8], _ name: String) throws {
    let folder = try #require(peerFolder)
    let file = try #require(fopen("\(folder)/\(name)", "wb"))
    #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    #expect(fclose(file) == 0)
  }
}
