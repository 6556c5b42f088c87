import EmendCore
import Glibc

/// What each of the 256 values of a channel is shown as.
struct ToneTable {
  private let values: [UInt8]

  /// Gamma first, then contrast about the middle, then brightness, on sRGB values.
  init(_ tone: Tone) {
    let exponent = pow(2, -Double(tone.gamma) / 4)
    let factor = pow(2, Double(tone.contrast) / 4)
    values = (0...255).map { value in
      let light = pow(Double(value) / 255, exponent)
      let shown = (light - 0.5) * factor + 0.5 + Double(tone.brightness) / 20
      return UInt8((min(max(shown, 0), 1) * 255).rounded())
    }
  }

  subscript(value: UInt8) -> UInt8 { values[Int(value)] }

  /// Changes a rectangle of an image.
  ///
  /// - Precondition: it lies in the image.
  func apply(to image: inout PixelImage, in area: ScreenRect) {
    let width = image.width
    image.pixels.withUnsafeMutableBufferPointer { pixels in
      for y in area.top..<area.bottom {
        for index in (y * width + area.left) * 3..<(y * width + area.right) * 3 {
          pixels[index] = self[pixels[index]]
        }
      }
    }
  }
}
