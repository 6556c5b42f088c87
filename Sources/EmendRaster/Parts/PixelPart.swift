import EmendCore

/// A rectangle of an image, decoded at full size or smaller.
struct PixelPart: Sendable {
  var image: PixelImage
  /// Where its first pixel lies in the whole decoding.
  var left: Int
  var top: Int
  /// The whole decoding's width and height.
  var whole: ImageSize
  /// Pixels of the image for one pixel of the decoding, across and down.
  var reduction: (x: Double, y: Double)

  /// All of a decoding.
  ///
  /// - Parameters:
  ///   - image: the whole image, or every pixel standing for 2, 4, 8, ... in each direction, where
  ///     the last ones may stand for fewer.
  ///   - size: the image's own.
  init(all image: PixelImage, of size: ImageSize) {
    self.init(image: image, left: 0, top: 0, in: image.size, of: size)
  }

  init(image: PixelImage, left: Int, top: Int, in whole: ImageSize, of size: ImageSize) {
    self.image = image
    self.left = left
    self.top = top
    self.whole = whole
    reduction = (
      Self.reduction(from: size.width, to: whole.width),
      Self.reduction(from: size.height, to: whole.height)
    )
  }

  private static func reduction(from full: Int, to decoded: Int) -> Double {
    let power = (0...10).map { 1 << $0 }.first { (full + $0 - 1) / $0 == decoded }
    return power.map(Double.init) ?? Double(full) / Double(max(1, decoded))
  }
}

extension PixelImage {
  var size: ImageSize { ImageSize(width: width, height: height) }
}
