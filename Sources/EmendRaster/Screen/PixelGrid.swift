import EmendCore

/// Thin lines between image pixels that are shown as large blocks.
///
/// A line is one screen pixel of each block in its own colour, made a quarter darker or, if it is
/// dark, lighter: what it lies on can be judged by its colour still.
struct PixelGrid {
  /// The scale from which image pixels are shown as blocks.
  static let leastZoom = 8.0

  static func shade(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> (UInt8, UInt8, UInt8) {
    // ITU-R BT.601's weights, in 256ths.
    let light = (Int(red) * 77 + Int(green) * 150 + Int(blue) * 29) >> 8
    func shaded(_ value: UInt8) -> UInt8 {
      light < 96 ? value + (255 - value) / 4 : value - value / 4
    }
    return (shaded(red), shaded(green), shaded(blue))
  }

  /// Draws the lines where blocks begin, but for those at the image's left and upper border.
  ///
  /// - Parameters:
  ///   - picture: what is drawn on.
  ///   - area: where the image is on it.
  ///   - viewport: how the image lies on it.
  static func draw(on picture: inout PixelImage, in area: ScreenRect, _ viewport: Viewport) {
    let isColumnLine = lines(viewport.origin.x, viewport.zoom, area.left..<area.right)
    let isRowLine = lines(viewport.origin.y, viewport.zoom, area.top..<area.bottom)
    for y in area.top..<area.bottom {
      for x in area.left..<area.right
      where isColumnLine[x - area.left] || isRowLine[y - area.top] {
        let place = (y * picture.width + x) * 3
        (picture.pixels[place], picture.pixels[place + 1], picture.pixels[place + 2]) = shade(
          picture.pixels[place], picture.pixels[place + 1], picture.pixels[place + 2])
      }
    }
  }

  /// Whether another image pixel begins at each screen pixel; as ``Taps`` assigns them.
  private static func lines(_ origin: Double, _ zoom: Double, _ range: Range<Int>) -> [Bool] {
    func source(_ pixel: Int) -> Double {
      (origin + (Double(pixel) + 0.5) / zoom).rounded(.down)
    }
    return range.map { $0 > range.lowerBound && source($0) != source($0 - 1) }
  }
}
