import EmendCore
import EmendRaster

/// Writes images as a model takes them; made and used by one worker.
final class InputWriter {
  private let preparation: Preparation
  private let linear = LinearWriter()
  private let filter: FilterWriter
  private let blurred: BlurredWriter

  init(_ preparation: Preparation) {
    self.preparation = preparation
    filter = FilterWriter(preparation)
    blurred = BlurredWriter(preparation)
  }

  /// - Parameters:
  ///   - image: of the placement's `imageSize`, or the same decoded smaller.
  ///   - placement: how the image lies in the input.
  ///   - input: room for `3 * inputSize.width * inputSize.height` values, plane after plane.
  func write(
    _ image: PixelImage, _ placement: Placement, to input: UnsafeMutableBufferPointer<Float>
  ) {
    let placement = placement.filled(by: ImageSize(width: image.width, height: image.height))
    switch preparation.resampling {
    case .linear: writeLinear(image, placement, to: input)
    case .blurred: blurred.write(image, placement, to: input)
    case .nearest, .bilinear, .bicubic, .lanczos: filter.write(image, placement, to: input)
    }
    if preparation.planes == .bgr { swapOuterPlanes(input) }
  }

  private func writeLinear(
    _ image: PixelImage, _ placement: Placement, to input: UnsafeMutableBufferPointer<Float>
  ) {
    linear.write(image, placement, padding: preparation.padding / 255, to: input)
    if !preparation.isPlain { normalise(input) }
  }

  private func swapOuterPlanes(_ input: UnsafeMutableBufferPointer<Float>) {
    let count = input.count / 3
    for index in 0..<count { input.swapAt(index, index + 2 * count) }
  }

  /// From `0...1` to what the model wants.
  private func normalise(_ input: UnsafeMutableBufferPointer<Float>) {
    let count = input.count / 3
    for channel in 0..<3 {
      let (scale, mean) = (preparation.scale * 255, preparation.mean[channel])
      let deviation = preparation.deviation[channel]
      for index in channel * count..<(channel + 1) * count {
        input[index] = (input[index] * scale - mean) / deviation
      }
    }
  }
}
