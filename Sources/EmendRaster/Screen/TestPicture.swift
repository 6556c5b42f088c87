import EmendCore
import Glibc

extension PixelImage {
  /// A picture on which what a terminal does wrong is seen: ramps of red, green, blue and grey, a
  /// lit ball, and lines of one pixel.
  ///
  /// - Parameters:
  ///   - width: in pixels.
  ///   - height: in pixels.
  /// - Returns: the picture: ramps in the upper quarter, below them the ball and the lines.
  public static func testPicture(width: Int, height: Int) -> PixelImage {
    let ramps = height / 4
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * height * 3)
    for y in 0..<height {
      for x in 0..<width {
        let colour =
          y < ramps
          ? ramp(x, of: width, strip: y * 4 / max(1, ramps))
          : x < width / 2
            ? ball(x, y - ramps, ImageSize(width: width / 2, height: height - ramps))
            : lines(x - width / 2, y - ramps, height - ramps)
        pixels += [colour.red, colour.green, colour.blue]
      }
    }
    return PixelImage(width: width, height: height, pixels: pixels)
  }

  private static func ramp(_ x: Int, of width: Int, strip: Int) -> Colour {
    let level = UInt8(x * 255 / max(1, width - 1))
    return Colour(
      red: strip == 0 || strip == 3 ? level : 0, green: strip == 1 || strip == 3 ? level : 0,
      blue: strip >= 2 ? level : 0)
  }

  /// A ball lit from the upper left, before a wall whose hue changes from left to right.
  private static func ball(_ x: Int, _ y: Int, _ size: ImageSize) -> Colour {
    let radius = Double(min(size.width, size.height)) * 0.4
    let (dx, dy) = (
      (Double(x) - Double(size.width) / 2) / radius, (Double(y) - Double(size.height) / 2) / radius
    )
    let depth = 1 - dx * dx - dy * dy
    guard depth > 0 else {
      let (across, down) = (Double(x) / Double(size.width), Double(y) / Double(size.height))
      return colour(60 + 90 * across, 90 - 30 * down, 150 - 90 * across + 20 * down)
    }
    // The share of the light that falls on the ball's surface there.
    let light = max(0, (-dx - dy + depth.squareRoot() * 1.4) / 2.4)
    let shine = pow(light, 24)
    return colour(40 + 190 * light + 25 * shine, 25 + 130 * light + 90 * shine, 30 + 225 * shine)
  }

  /// From left to right: upright lines 2, 4 and 8 pixels apart, level ones, and a chequerboard.
  private static func lines(_ x: Int, _ y: Int, _ height: Int) -> Colour {
    let isDrawn =
      switch x / 48 {
      case 0: x % 2 == 0
      case 1: x % 4 == 0
      case 2: x % 8 == 0
      case 3: y % 2 == 0
      case 4: y % 8 == 0
      case 5: (x + y) % 2 == 0
      default: (x - y + height * 8) % 8 == 0
      }
    return isDrawn ? colour(235, 235, 235) : colour(24, 24, 28)
  }

  private static func colour(_ red: Double, _ green: Double, _ blue: Double) -> Colour {
    Colour(
      red: UInt8(min(255, max(0, red))), green: UInt8(min(255, max(0, green))),
      blue: UInt8(min(255, max(0, blue))))
  }
}
