import EmendCore
import EmendRaster

/// Writes images as a model takes them; made and used by one worker.
final class InputWriter {
  private let preparation: Preparation
  private let linear = LinearWriter()

  init(_ preparation: Preparation) { self.preparation = preparation }

  /// - Parameters:
  ///   - image: of the placement's `imageSize`.
  ///   - placement: how the image lies in the input.
  ///   - input: room for `3 * inputSize.width * inputSize.height` values, plane after plane.
  func write(
    _ image: PixelImage, _ placement: Placement, to input: UnsafeMutableBufferPointer<Float>
  ) {
    linear.write(image, placement, padding: preparation.padding / 255, to: input)
  }
}
