public import EmendCore

/// What a model keeps of one image, so that each prompt is answered fast.
///
/// For SAM 2 at 1024 pixels 17 MB, for SAM 4 MB. An encoding is only for the segmenter that made
/// it.
// Unchecked, because it holds pointers: nothing changes after `init`, and ONNX Runtime only reads
// what goes into a run.
public final class ImageEncoding: @unchecked Sendable {
  /// The image, in pixels.
  public let imageSize: ImageSize
  /// What it takes of memory.
  public let byteCount: Int
  let placement: Placement
  let maps: OutputTensors

  init(_ maps: consuming OutputTensors, byteCount: Int, placement: Placement) {
    self.maps = maps
    self.byteCount = byteCount
    self.placement = placement
    imageSize = placement.imageSize
  }
}
