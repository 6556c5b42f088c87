import EmendCore
import EmendRaster

/// Writes images as the encoder takes them: torch's bilinear filter and ImageNet's mean.
///
/// As `Sam2ImageProcessor` and `SamImageProcessor` of transformers 5.23.
struct PromptPreparation: Sendable {
  static let mean: [Float] = [0.485, 0.456, 0.406]
  static let deviation: [Float] = [0.229, 0.224, 0.225]

  private let layout: PromptLayout
  private let preparation: Preparation

  init(_ layout: PromptLayout) {
    self.layout = layout
    var preparation = Preparation(
      size: ImageSize(width: layout.side, height: layout.side),
      fit: layout.form.fit == .stretched ? .stretch : .pad, mean: Self.mean,
      deviation: Self.deviation)
    if layout.input != .planes {
      (preparation.scale, preparation.padding) = (1, 0)
      (preparation.mean, preparation.deviation) = ([0, 0, 0], [1, 1, 1])
    }
    preparation.library = .torch
    self.preparation = preparation
  }

  /// Where an image of at least 1 pixel a side lies in the square that the model sees.
  func placement(of imageSize: ImageSize) -> Placement {
    let size = preparation.size
    guard layout.form.fit == .padded else {
      return Placement(imageSize: imageSize, inputSize: size, contentSize: size)
    }
    var room = size
    if case .rows(let height, let width) = layout.input {
      room = ImageSize(width: width ?? size.width, height: height ?? size.height)
    }
    let scale = min(
      Double(room.width) / Double(imageSize.width), Double(room.height) / Double(imageSize.height))
    func scaled(_ side: Int) -> Int { max(1, Int(Double(side) * scale + 0.5)) }
    return Placement(
      imageSize: imageSize, inputSize: size,
      contentSize: ImageSize(width: scaled(imageSize.width), height: scaled(imageSize.height)))
  }

  /// The shape of the tensor for an image that lies so.
  func shape(_ placement: Placement) -> [Int] {
    guard case .rows(let height, let width) = layout.input else {
      return [1, 3, layout.side, layout.side]
    }
    return [height ?? placement.contentSize.height, width ?? placement.contentSize.width, 3]
  }

  /// Writes to `input`, which has room for the values of ``shape(_:)``.
  func write(
    _ image: PixelImage, _ placement: Placement, to input: UnsafeMutableBufferPointer<Float>
  ) {
    guard layout.input != .planes else {
      FilterWriter(preparation).write(image, placement, to: input)
      clearMargins(placement, input)
      return
    }
    let shape = shape(placement)
    let canvas = Placement(
      imageSize: placement.imageSize, inputSize: ImageSize(width: shape[1], height: shape[0]),
      contentSize: placement.contentSize)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: input.count) { planes in
      FilterWriter(preparation).write(image, canvas, to: planes)
      let count = input.count / 3
      for place in 0..<count {
        for channel in 0..<3 { input[place * 3 + channel] = planes[channel * count + place] }
      }
    }
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
