import EmendCore
import EmendRaster

/// Writes images as the encoder takes them: torch's bilinear filter and ImageNet's mean.
///
/// As `Sam2ImageProcessor` and `SamImageProcessor` of transformers 5.23.
struct PromptPreparation: Sendable {
  static let mean: [Float] = [0.485, 0.456, 0.406]
  static let deviation: [Float] = [0.229, 0.224, 0.225]

  private let fit: PromptForm.Fit
  private let preparation: Preparation

  init(_ layout: PromptLayout) {
    fit = layout.form.fit
    var preparation = Preparation(
      size: ImageSize(width: layout.side, height: layout.side),
      fit: fit == .stretched ? .stretch : .pad, mean: Self.mean, deviation: Self.deviation)
    preparation.library = .torch
    self.preparation = preparation
  }

  /// Where an image of at least 1 pixel a side lies in the input.
  func placement(of imageSize: ImageSize) -> Placement {
    let size = preparation.size
    guard fit == .padded else {
      return Placement(imageSize: imageSize, inputSize: size, contentSize: size)
    }
    let scale = Double(size.width) / Double(max(imageSize.width, imageSize.height))
    func scaled(_ side: Int) -> Int { max(1, Int(Double(side) * scale + 0.5)) }
    return Placement(
      imageSize: imageSize, inputSize: size,
      contentSize: ImageSize(width: scaled(imageSize.width), height: scaled(imageSize.height)))
  }

  /// Writes to `input`, which has room for `3 * inputSize.width * inputSize.height` values.
  func write(
    _ image: PixelImage, _ placement: Placement, to input: UnsafeMutableBufferPointer<Float>
  ) {
    FilterWriter(preparation).write(image, placement, to: input)
    clearMargins(placement, input)
  }

  /// The originals pad after they have subtracted the mean: with 0, which is no byte's value.
  private func clearMargins(_ placement: Placement, _ input: UnsafeMutableBufferPointer<Float>) {
    let (size, content) = (placement.inputSize, placement.contentSize)
    guard content != size else { return }
    for row in 0..<3 * size.height {
      let from = row % size.height < content.height ? content.width : 0
      input[row * size.width + from..<(row + 1) * size.width].update(repeating: 0)
    }
  }
}
