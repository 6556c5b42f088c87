public import EmendCore
public import EmendRaster

/// The pixels of an image, all of them or those of a smaller decoding.
public struct SeenImage: Sendable {
  public let pixels: PixelImage
  /// The whole image's size in pixels, on which answers are given.
  public let size: ImageSize

  /// - Parameters:
  ///   - pixels: upright.
  ///   - size: the whole image's; nil where `pixels` are all of it.
  public init(_ pixels: PixelImage, of size: ImageSize? = nil) {
    self.pixels = pixels
    self.size = size ?? ImageSize(width: pixels.width, height: pixels.height)
  }
}

/// One image as a model takes it.
public struct PreparedImage: Sendable {
  /// How the image lies in the input.
  let placement: Placement
  /// 3 x height x width, in the preparation's range.
  let values: [Float]
  /// The image itself, where something is read on it afterwards.
  var image: PixelImage?
}
