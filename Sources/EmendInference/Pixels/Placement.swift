public import EmendCore

/// How an image lies in a model's input: scaled to ``contentSize``, with its corner at
/// (``left``, ``top``).
///
/// See ``Preparation/placement(of:isSizeFree:stride:)`` for how it is found, and
/// ``imageCorners(of:)`` for the way back.
public struct Placement: Hashable, Sendable {
  /// The image, in pixels.
  public let imageSize: ImageSize
  /// The model's input, in pixels.
  public let inputSize: ImageSize
  /// The scaled image, in pixels of the input.
  public let contentSize: ImageSize
  /// Columns of padding to the left of the scaled image; less than 0 where it is cut off.
  public let left: Int
  /// Rows of padding above the scaled image; less than 0 where it is cut off.
  public let top: Int

  init(
    imageSize: ImageSize, inputSize: ImageSize, contentSize: ImageSize, left: Int = 0, top: Int = 0
  ) {
    self.imageSize = imageSize
    self.inputSize = inputSize
    self.contentSize = contentSize
    self.left = left
    self.top = top
  }

  /// What a letterboxed input holds.
  public enum Padding: Hashable, Sendable {
    /// All of the size that the model was trained at.
    case whole
    /// No more grey than is needed to reach multiples of a stride; Ultralytics does this for
    /// exports with free sizes.
    case least(stride: Int)
  }

  /// Scales an image to fit, and centres it.
  ///
  /// The same as Ultralytics' `LetterBox` (8.4), rounding included.
  /// - Parameters:
  ///   - imageSize: at least 1 pixel a side.
  ///   - size: the size that the model was trained at.
  ///   - padding: how much grey the input holds.
  public init(fitting imageSize: ImageSize, into size: ImageSize, padding: Padding = .whole) {
    let content = Self.fitted(imageSize, into: size)
    var (spareColumns, spareRows) = (size.width - content.width, size.height - content.height)
    if case .least(let stride) = padding {
      (spareColumns, spareRows) = (spareColumns % stride, spareRows % stride)
    }
    // Of an odd number the smaller half comes before, as `round(n / 2 - 0.1)` gives.
    self.init(
      imageSize: imageSize,
      inputSize: ImageSize(
        width: content.width + spareColumns, height: content.height + spareRows),
      contentSize: content, left: spareColumns / 2, top: spareRows / 2)
  }

  /// The same place in the input, filled from an image of another size.
  func filled(by imageSize: ImageSize) -> Placement {
    Placement(
      imageSize: imageSize, inputSize: inputSize, contentSize: contentSize, left: left, top: top)
  }

  /// The largest size of an image's proportions that `size` holds.
  static func fitted(_ imageSize: ImageSize, into size: ImageSize) -> ImageSize {
    let (width, height) = (Double(imageSize.width), Double(imageSize.height))
    let scale = min(Double(size.height) / height, Double(size.width) / width)
    return ImageSize(
      width: max(1, Int((width * scale).rounded(.toNearestOrEven))),
      height: max(1, Int((height * scale).rounded(.toNearestOrEven))))
  }

  /// A box of the input as a box of the image, clipped to it.
  ///
  /// In single precision and in this order of operations, as Ultralytics' `scale_boxes`.
  func imageCorners(of box: Corners) -> Corners {
    let low = imagePlace(x: box.left, y: box.top)
    let high = imagePlace(x: box.right, y: box.bottom)
    return Corners(left: low.x, top: low.y, right: high.x, bottom: high.y)
  }

  /// A position of the input as one of the image, clipped to it, as Ultralytics' `scale_coords`.
  func imagePlace(x: Float, y: Float) -> (x: Float, y: Float) {
    let (gainX, gainY) = gains
    return (
      min(max((x - Float(left)) / gainX, 0), Float(imageSize.width)),
      min(max((y - Float(top)) / gainY, 0), Float(imageSize.height))
    )
  }

  /// Pixels of the input for one of the image, across and down.
  var gains: (x: Float, y: Float) {
    (
      Float(Double(contentSize.width) / Double(imageSize.width)),
      Float(Double(contentSize.height) / Double(imageSize.height))
    )
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
