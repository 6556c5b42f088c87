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
    let colours = frame.palette.map { Optional($0.shares) }
    var expected = [Shares?](repeating: nil, count: width * height)
    for row in 0..<frame.height / 6 * 6 {
      let (source, target) = (row * frame.width, (top + row) * width + left)
      for column in 0..<frame.width {
        expected[target + column] = colours[Int(frame.indices[source + column])]
      }
    }
    if pixels == expected { return 0 }
    return zip(pixels, expected).count { $0 != $1 }
  }
}
