/// How large the image is shown, and which part of it.
public enum Zoom: Hashable, Sendable {
  /// The whole image.
  case fit
  /// One image pixel on one screen pixel, around the selected object.
  case actual
  /// The selected object, with some of what is around it.
  case object
  /// `scale` screen pixels for one image pixel, around a place that the reviewer went to.
  case place(scale: Double, centre: ImagePoint)
}

/// A step of zooming; it stops at powers of two, and halfway between two of them.
///
/// From 2:1 on every such scale is a whole number, so that all image pixels are equally wide.
public enum ZoomStep: Hashable, Sendable {
  case larger
  case smaller

  /// The largest scale, unless the whole image is larger still.
  static let most = 64.0

  private static let scales = (-12...6).flatMap { exponent in
    let power = Double(sign: .plus, exponent: exponent, significand: 1)
    return [power, power * 1.5]
  }.filter { $0 <= most }

  /// The next scale; one that would hardly be seen to differ is passed over.
  func scale(from now: Double) -> Double {
    switch self {
    case .larger: Self.scales.first { $0 > now * 1.1 } ?? Self.most
    case .smaller: Self.scales.last { $0 < now / 1.1 } ?? Self.scales[0]
    }
  }
}
