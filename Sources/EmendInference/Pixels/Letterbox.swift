public import EmendCore

/// How an image is fitted into a model's input: scaled, centred, and padded with grey.
///
/// The same as Ultralytics' `LetterBox` (8.4), rounding included; see ``imageCorners(of:)`` for
/// the way back.
public struct Letterbox: Hashable, Sendable {
  /// The image, in pixels.
  public let imageSize: ImageSize
  /// The model's input, in pixels.
  public let inputSize: ImageSize
  /// The scaled image inside the input, in pixels of the input.
  public let contentSize: ImageSize
  /// Columns of grey to the left of the scaled image.
  public let left: Int
  /// Rows of grey above the scaled image.
  public let top: Int

  /// What an input holds.
  public enum Padding: Hashable, Sendable {
    /// All of the size that the model was trained at.
    case whole
    /// No more grey than is needed to reach multiples of a stride; Ultralytics does this for
    /// exports with free sizes.
    case least(stride: Int)
  }

  /// - Parameters:
  ///   - imageSize: at least 1 pixel a side.
  ///   - size: the size that the model was trained at.
  ///   - padding: how much grey the input holds.
  public init(fitting imageSize: ImageSize, into size: ImageSize, padding: Padding = .whole) {
    let (width, height) = (Double(imageSize.width), Double(imageSize.height))
    let scale = min(Double(size.height) / height, Double(size.width) / width)
    let content = ImageSize(
      width: max(1, Int((width * scale).rounded(.toNearestOrEven))),
      height: max(1, Int((height * scale).rounded(.toNearestOrEven))))
    var (spareColumns, spareRows) = (size.width - content.width, size.height - content.height)
    if case .least(let stride) = padding {
      (spareColumns, spareRows) = (spareColumns % stride, spareRows % stride)
    }
    self.imageSize = imageSize
    contentSize = content
    inputSize = ImageSize(
      width: content.width + spareColumns, height: content.height + spareRows)
    left = Self.before(spareColumns)
    top = Self.before(spareRows)
  }

  /// Half of the spare pixels; of an odd number the smaller half, as `round(n / 2 - 0.1)` gives.
  private static func before(_ spare: Int) -> Int { spare / 2 }

  /// A box of the input as a box of the image, clipped to it.
  ///
  /// In single precision and in this order of operations, as Ultralytics' `scale_boxes`.
  func imageCorners(of box: Corners) -> Corners {
    let gainX = Float(Double(contentSize.width) / Double(imageSize.width))
    let gainY = Float(Double(contentSize.height) / Double(imageSize.height))
    let (right, bottom) = (Float(imageSize.width), Float(imageSize.height))
    return Corners(
      left: min(max((box.left - Float(left)) / gainX, 0), right),
      top: min(max((box.top - Float(top)) / gainY, 0), bottom),
      right: min(max((box.right - Float(left)) / gainX, 0), right),
      bottom: min(max((box.bottom - Float(top)) / gainY, 0), bottom))
  }
}

/// The edges of a box in single precision, in pixels of the model's input or of the image.
struct Corners: Hashable, Sendable {
  var left: Float
  var top: Float
  var right: Float
  var bottom: Float

  var area: Float { (right - left) * (bottom - top) }

  /// In double precision, as the review has it.
  var box: Box {
    Box(
      x: Double(left), y: Double(top), width: Double(right) - Double(left),
      height: Double(bottom) - Double(top))
  }
}
