import EmendRaster

/// One image as a model takes it.
public struct PreparedImage: Sendable {
  /// How the image lies in the input.
  let placement: Placement
  /// 3 x height x width, in the preparation's range.
  let values: [Float]
  /// The image itself, where something is read on it afterwards.
  var image: PixelImage?
}
