import EmendCore
import Testing

@testable import EmendRaster

@Suite struct PaletteTests {
  private let black = Colour(red: 0, green: 0, blue: 0)

  /// Smooth colours, `side` by `side`.
  private func photo(_ side: Int) -> PixelImage {
    let pixels = (0..<side * side).flatMap { index -> [UInt8] in
      let (x, y) = (index % side, index / side)
      return [UInt8(x * 255 / side), UInt8(y * 255 / side), UInt8((x + y) * 127 / side)]
    }
    return PixelImage(width: side, height: side, pixels: pixels)
  }

  @Test func aFewColoursComeBackExactly() {
    let colours: [[UInt8]] = [[255, 0, 0], [3, 200, 9], [17, 18, 240], [255, 255, 255]]
    let image = PixelImage(width: 4, height: 9, pixels: (0..<36).flatMap { colours[$0 % 4] })
    var palette = Palette(for: image, count: 239, and: black)
    let shown = palette.indices(for: image).map { palette.colours[Int($0)] }
    #expect(
      shown
        == (0..<36).map { index in
          let colour = colours[index % 4]
          return Colour(red: colour[0], green: colour[1], blue: colour[2])
        })
  }

  @Test func aPictureIsShownWithLittleError() {
    let image = photo(96)
    var palette = Palette(for: image, quality: .best, count: 239, and: black)
    #expect(palette.colours.count == 240)
    var error = 0.0
    for (pixel, index) in palette.indices(for: image, quality: .best).enumerated() {
      let colour = palette.colours[Int(index)]
      for (channel, value) in [colour.red, colour.green, colour.blue].enumerated() {
        let difference = Double(value) - Double(image.pixels[pixel * 3 + channel])
        error += difference * difference
      }
    }
    // 12 is 37 dB, what the plane of two colour directions allows with 240 colours is near 34.
    #expect(error / Double(image.pixels.count) < 30)
  }

  @Test func thePaletteIsTheSameEachTime() {
    #expect(
      Palette(for: photo(50), count: 239, and: black).colours
        == Palette(for: photo(50), count: 239, and: black).colours)
  }
}
