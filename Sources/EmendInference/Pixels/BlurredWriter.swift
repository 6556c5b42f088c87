import EmendCore
import EmendRaster

/// Writes images as OWLv2's `resize` does: in a square or stretched, blurred, without rounding to
/// bytes on the way.
///
/// Made and used by one worker; it keeps its weights from image to image.
final class BlurredWriter {
  private let preparation: Preparation
  private var sizes: Placement?
  private var columns = FilterTaps()
  private var rows = FilterTaps()
  private var line = Scratch<Float>()

  init(_ preparation: Preparation) { self.preparation = preparation }

  /// - Parameters:
  ///   - image: of the placement's `imageSize`.
  ///   - placement: how the image lies in the input; with any fit but `pad` it is stretched.
  ///   - input: room for `3 * inputSize.width * inputSize.height` values.
  func write(
    _ image: PixelImage, _ placement: Placement, to input: UnsafeMutableBufferPointer<Float>
  ) {
    prepare(placement)
    let size = placement.inputSize
    let mixed = line.buffer(image.width * 3)
    image.pixels.withUnsafeBufferPointer { pixels in
      for (y, tap) in rows.taps.enumerated() {
        mixRows(pixels, tap, to: mixed)
        for channel in 0..<3 {
          let start = (channel * size.height + y) * size.width
          scale(
            UnsafeBufferPointer(mixed), channel,
            to: UnsafeMutableBufferPointer(rebasing: input[start..<start + size.width]))
        }
      }
    }
  }

  /// In a square the blur reaches from the image into the black beside it.
  private func prepare(_ placement: Placement) {
    guard sizes != placement else { return }
    sizes = placement
    let (image, size) = (placement.imageSize, placement.inputSize)
    let side = preparation.fit == .pad ? max(image.width, image.height) : nil
    columns = FilterTaps(
      blurring: side ?? image.width, to: size.width, within: image.width)
    rows = FilterTaps(
      blurring: side ?? image.height, to: size.height, within: image.height)
  }

  private static let one = Float(1 << FilterTaps.bits)

  private func mixRows(
    _ pixels: UnsafeBufferPointer<UInt8>, _ tap: FilterTaps.Tap,
    to out: UnsafeMutableBufferPointer<Float>
  ) {
    out.update(repeating: 0)
    for index in 0..<tap.count {
      let weight = Float(rows.weights[tap.weights + index]) / Self.one
      let start = (tap.first + index) * out.count
      let row = UnsafeBufferPointer(rebasing: pixels[start..<start + out.count])
      for x in out.indices { out[x] += Float(row[x]) * weight }
    }
  }

  private func scale(
    _ row: UnsafeBufferPointer<Float>, _ channel: Int, to out: UnsafeMutableBufferPointer<Float>
  ) {
    for (x, tap) in columns.taps.enumerated() {
      var sum: Float = 0
      for index in 0..<tap.count {
        sum +=
          row[(tap.first + index) * 3 + channel] * Float(columns.weights[tap.weights + index])
      }
      out[x] = preparation.value(of: sum / Self.one, channel)
    }
  }
}
