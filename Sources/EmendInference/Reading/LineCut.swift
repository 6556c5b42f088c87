import EmendCore
import EmendRaster

/// What lies between four corners of an image, as an upright picture of its own.
///
/// As `get_rotate_crop_image` of PaddleOCR 3.3: by perspective and OpenCV's cubic filter
/// (`warpPerspective`, 5.0, which no longer rounds places to a 32nd of a pixel), with the image's
/// edge repeated around it; a picture that is at least half as high again as it is wide is turned
/// by a quarter to the left.
struct LineCut {
  private let image: PixelImage
  private let width: Int
  private let height: Int
  private let way: Perspective

  /// It is nil where the corners hold less than a pixel.
  ///
  /// - Parameters:
  ///   - image: what is cut from.
  ///   - corners: upper left, upper right, lower right, lower left, in pixels of the image.
  init?(_ image: PixelImage, _ corners: [ImagePoint]) {
    guard corners.count == 4 else { return nil }
    func distance(_ one: Int, _ two: Int) -> Double {
      let (dx, dy) = (corners[one].x - corners[two].x, corners[one].y - corners[two].y)
      return (dx * dx + dy * dy).squareRoot()
    }
    self.image = image
    width = Int(max(distance(0, 1), distance(2, 3)))
    height = Int(max(distance(0, 3), distance(1, 2)))
    guard width > 0, height > 0,
      let way = Perspective(
        fromSize: ImageSize(width: width, height: height), to: corners)
    else { return nil }
    self.way = way
  }

  /// - Complexity: O(pixels of the picture)
  var picture: PixelImage {
    var pixels = [UInt8](repeating: 0, count: width * height * 3)
    for y in 0..<height {
      for x in 0..<width {
        let place = way.place(x, y)
        let pixel = mixed(CubicPlace(place.x), CubicPlace(place.y))
        for channel in 0..<3 { pixels[(y * width + x) * 3 + channel] = pixel[channel] }
      }
    }
    let upright = PixelImage(width: width, height: height, pixels: pixels)
    return Double(height) / Double(width) >= 1.5 ? upright.turnedLeft : upright
  }

  private func mixed(_ across: CubicPlace, _ down: CubicPlace) -> SIMD3<UInt8> {
    var sum = SIMD3<Float>(repeating: 0)
    for row in 0..<4 {
      let y = min(max(down.first + row, 0), image.height - 1) * image.width
      for column in 0..<4 {
        let start = (y + min(max(across.first + column, 0), image.width - 1)) * 3
        let pixel = SIMD3<Float>(
          Float(image.pixels[start]), Float(image.pixels[start + 1]),
          Float(image.pixels[start + 2]))
        sum += pixel * (down.weights[row] * across.weights[column])
      }
    }
    let rounded = sum.rounded(.toNearestOrEven).clamped(
      lowerBound: SIMD3(repeating: 0), upperBound: SIMD3(repeating: 255))
    return SIMD3<UInt8>(rounded)
  }
}

/// The four pixels along one axis that Keys' cubic with a = -0.75 reads for a place.
private struct CubicPlace {
  let first: Int
  let weights: SIMD4<Float>

  init(_ place: Double) {
    let whole = min(max(place.rounded(.down), -1e9), 1e9)
    first = Int(whole) - 1
    let (x, a) = (Float(place - whole), Float(-0.75))
    let one = ((a * (x + 1) - 5 * a) * (x + 1) + 8 * a) * (x + 1) - 4 * a
    let two = ((a + 2) * x - (a + 3)) * x * x + 1
    let three = ((a + 2) * (1 - x) - (a + 3)) * (1 - x) * (1 - x) + 1
    weights = SIMD4(one, two, three, 1 - one - two - three)
  }
}

extension PixelImage {
  /// Turned by a quarter against the clock.
  fileprivate var turnedLeft: PixelImage {
    var turned: [UInt8] = []
    turned.reserveCapacity(pixels.count)
    for x in (0..<width).reversed() {
      for y in 0..<height {
        let start = (y * width + x) * 3
        turned += pixels[start..<start + 3]
      }
    }
    return PixelImage(width: height, height: width, pixels: turned)
  }
}
