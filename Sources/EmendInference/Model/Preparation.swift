public import EmendCore

/// What a model wants done to an image before it sees it.
///
/// A value of the input is `(byte * scale - mean) / deviation` of its channel; channels are red,
/// green and blue, each a plane of its own.
public struct Preparation: Hashable, Sendable {
  /// How an image comes to the input's size.
  public enum Fit: Hashable, Sendable {
    /// Scaled to fit, centred, padded on both sides.
    case letterbox
    /// Scaled to the input's size whatever its proportions.
    case stretch
    /// Scaled to fit, padded to the right and below.
    case pad
    /// Scaled until the shorter side has this many pixels; the middle is cut out.
    case crop(shorter: Int, by: Cutter)
    /// Scaled until the shorter side has as many pixels as the input's, but the longer one at
    /// most so many; each side is then stretched to the next multiple of `step`.
    case within(longer: Int, step: Int)
    /// Scaled until a side has as many pixels as `side` says; each side is then stretched to the
    /// nearest multiple of 32.
    case limited(Limit, side: Int)
  }

  /// Which side a size is about, and when, as PaddleOCR's `limit_type`.
  public enum Limit: String, CaseIterable, Sendable {
    /// The longer one, where it has more.
    case most = "max"
    /// The shorter one, where it has less.
    case least = "min"
    /// The longer one in any case.
    case longer = "resize_long"
  }

  /// The order of the input's planes.
  public enum PlaneOrder: Sendable {
    case rgb
    /// As OpenCV reads images.
    case bgr
  }

  /// Whose rounding says where the middle begins: they differ by a pixel for one size in four.
  public enum Cutter: String, CaseIterable, Sendable {
    case torchvision
    case transformers
  }

  /// Which filter scales.
  public enum Resampling: String, CaseIterable, Sendable {
    /// OpenCV's `INTER_LINEAR`, which looks at four pixels however far it shrinks.
    case linear
    /// Pillow's filters, which look at all the pixels that become one; torchvision's with
    /// `antialias` are the same save for rounding.
    case nearest
    case bilinear
    case bicubic
    case lanczos
    /// scikit-image's for OWLv2 in a square of ``Fit/pad``: blurred, then the four nearest pixels.
    case blurred
  }

  /// Whose filters: both scale in two passes with bytes between, and differ in which comes first.
  public enum Library: String, CaseIterable, Sendable {
    case pillow
    /// Torch's, which transformers uses since its release 5.
    case torch
  }

  public var size: ImageSize
  public var fit: Fit
  public var resampling: Resampling
  public var library = Library.pillow
  public var planes = PlaneOrder.rgb
  /// The byte that stands around the image.
  public var padding: Float
  public var scale: Float
  /// Of red, green and blue.
  public var mean: [Float]
  /// Of red, green and blue.
  public var deviation: [Float]

  public init(
    size: ImageSize, fit: Fit, resampling: Resampling = .bilinear, padding: Float = 0,
    scale: Float = 1.0 / 255, mean: [Float] = [0, 0, 0], deviation: [Float] = [1, 1, 1]
  ) {
    self.size = size
    self.fit = fit
    self.resampling = resampling
    self.padding = padding
    self.scale = scale
    self.mean = mean
    self.deviation = deviation
  }

  /// Ultralytics' for all that finds objects: letterboxed on grey.
  static func letterboxed(_ size: ImageSize) -> Preparation {
    Preparation(size: size, fit: .letterbox, resampling: .linear, padding: 114)
  }

  /// Whether the values are just bytes over 255.
  var isPlain: Bool {
    scale == 1.0 / 255 && mean.allSatisfy { $0 == 0 } && deviation.allSatisfy { $0 == 1 }
  }

  /// The value that the model sees for each byte of a channel.
  func values(ofChannel channel: Int) -> [Float] {
    (0..<256).map { value(of: Float($0), channel) }
  }

  func value(of byte: Float, _ channel: Int) -> Float {
    let scaled = scale == 1.0 / 255 ? byte / 255 : byte * scale
    return (scaled - mean[channel]) / deviation[channel]
  }
}

extension Preparation {
  /// Where an image of a size lies in the input.
  ///
  /// - Parameters:
  ///   - imageSize: at least 1 pixel a side.
  ///   - isSizeFree: whether the model takes other sizes than its own.
  ///   - stride: what a free size must be a multiple of, for letterboxes.
  /// - Returns: where it lies; with `crop` parts of it lie outside.
  public func placement(
    of imageSize: ImageSize, isSizeFree: Bool = false, stride: Int = 32
  ) -> Placement {
    switch fit {
    case .letterbox:
      return Placement(
        fitting: imageSize, into: size, padding: isSizeFree ? .least(stride: stride) : .whole)
    case .stretch:
      return Placement(imageSize: imageSize, inputSize: size, contentSize: size)
    case .pad:
      return Placement(
        imageSize: imageSize, inputSize: size,
        contentSize: Placement.fitted(imageSize, into: size))
    case .crop(let shorter, let cutter):
      return cropped(imageSize, shorter: shorter, by: cutter)
    case .within(let longer, let step):
      guard isSizeFree else {
        return Placement(imageSize: imageSize, inputSize: size, contentSize: size)
      }
      let scaled = Self.within(imageSize, shorter: min(size.width, size.height), longer: longer)
      func stepped(_ side: Int) -> Int { (side + step - 1) / step * step }
      let input = ImageSize(width: stepped(scaled.width), height: stepped(scaled.height))
      return Placement(imageSize: imageSize, inputSize: input, contentSize: input)
    case .limited(let limit, let side):
      let input = isSizeFree ? Self.limited(imageSize, limit, side) : size
      return Placement(imageSize: imageSize, inputSize: input, contentSize: input)
    }
  }

  /// What a side may have after PaddleOCR's limits, in pixels.
  private static let longestSide = 4000

  /// As `resize_image_type0` of PaddleOCR 3.3, and `get_image_size` of transformers 5.23.
  private static func limited(_ imageSize: ImageSize, _ limit: Limit, _ side: Int) -> ImageSize {
    let (width, height) = (imageSize.width, imageSize.height)
    let (low, high) = (min(width, height), max(width, height))
    let scale: Double =
      switch limit {
      case .most: high > side ? Double(side) / Double(high) : 1
      case .least: low < side ? Double(side) / Double(low) : 1
      case .longer: Double(side) / Double(high)
      }
    var (wide, tall) = (Int(Double(width) * scale), Int(Double(height) * scale))
    if max(wide, tall) > longestSide {
      let scale = Double(longestSide) / Double(max(wide, tall))
      (wide, tall) = (Int(Double(wide) * scale), Int(Double(tall) * scale))
    }
    func stepped(_ side: Int) -> Int {
      max(Int((Double(side) / 32).rounded(.toNearestOrEven)) * 32, 32)
    }
    return ImageSize(width: stepped(wide), height: stepped(tall))
  }

  /// As torchvision's `Resize` and `CenterCrop` (0.28), or as `center_crop` of transformers 5.23.
  private func cropped(_ imageSize: ImageSize, shorter: Int, by cutter: Cutter) -> Placement {
    let content = Self.scaled(imageSize, shorter: Double(shorter), rounded: shorter)
    func before(_ inside: Int, _ whole: Int) -> Int {
      guard whole >= inside else { return (inside - whole) / 2 }
      let half = Double(whole - inside) / 2
      return -Int(cutter == .torchvision ? half.rounded(.toNearestOrEven) : half)
    }
    return Placement(
      imageSize: imageSize, inputSize: size, contentSize: content,
      left: before(size.width, content.width), top: before(size.height, content.height))
  }

  /// As `get_size_with_aspect_ratio` of transformers 5.23.
  private static func within(_ imageSize: ImageSize, shorter: Int, longer: Int) -> ImageSize {
    let low = Double(min(imageSize.width, imageSize.height))
    let high = Double(max(imageSize.width, imageSize.height))
    guard high / low * Double(shorter) > Double(longer) else {
      return scaled(imageSize, shorter: Double(shorter), rounded: shorter)
    }
    let exact = Double(longer) * low / high
    return scaled(imageSize, shorter: exact, rounded: Int(exact.rounded(.toNearestOrEven)))
  }

  /// The shorter side becomes `rounded`, the longer one keeps its proportion to `shorter`.
  private static func scaled(
    _ imageSize: ImageSize, shorter: Double, rounded: Int
  ) -> ImageSize {
    let (width, height) = (imageSize.width, imageSize.height)
    if min(width, height) == rounded { return imageSize }
    func longer(_ long: Int, _ short: Int) -> Int {
      max(1, Int(shorter * Double(long) / Double(short)))
    }
    return width < height
      ? ImageSize(width: max(1, rounded), height: longer(height, width))
      : ImageSize(width: longer(width, height), height: max(1, rounded))
  }
}
