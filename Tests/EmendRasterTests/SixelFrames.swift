import EmendCore

@testable import EmendRaster

/// A picture of noise with a filled rectangle in an overlay register.
func noise(_ area: CellRect, _ cell: ImageSize, box: ScreenRect) -> IndexedImage {
  let (width, height) = (area.columns * cell.width, area.rows * cell.height)
  let indices = (0..<width * height).map { index -> UInt8 in
    let (x, y) = (index % width, index / width)
    let isInside = x >= box.left && x < box.right && y >= box.top && y < box.bottom
    return isInside ? 245 : UInt8((x * 7 + y * 13 + x * y) % 240)
  }
  let palette = (0..<256).map { Colour(red: UInt8($0), green: UInt8(255 - $0), blue: 9) }
  return IndexedImage(width: width, height: height, indices: indices, palette: palette)
}

extension SixelScreen {
  /// What is wrong on a screen that should show `frame` in `area`, and nothing elsewhere.
  func wrongPixels(of frame: IndexedImage, in area: CellRect) -> Int {
    let (left, top) = (area.column * cell.width, area.row * cell.height)
    var wrong = 0
    for y in 0..<height {
      for x in 0..<width {
        let (column, row) = (x - left, y - top)
        let isShown =
          (0..<frame.width).contains(column) && (0..<frame.height / 6 * 6).contains(row)
        var expected: [Int]?
        if isShown {
          let colour = frame.palette[Int(frame.indices[row * frame.width + column])]
          expected = [colour.red, colour.green, colour.blue].map { (Int($0) * 100 + 127) / 255 }
        }
        if pixels[y * width + x] != expected { wrong += 1 }
      }
    }
    return wrong
  }
}
