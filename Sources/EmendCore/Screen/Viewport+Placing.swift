/// A size in pixels of the terminal's grid.
public struct ScreenSize: Hashable, Sendable {
  public var width: Int
  public var height: Int

  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}

extension Viewport {
  /// The largest scale at which the whole of an image is shown.
  ///
  /// - Precondition: the image has pixels.
  public static func fit(_ image: ImageSize, in area: ScreenSize) -> Viewport {
    let scale = min(
      Double(area.width) / Double(image.width), Double(area.height) / Double(image.height))
    let centre = ImagePoint(x: Double(image.width) / 2, y: Double(image.height) / 2)
    return Viewport(scale: scale, around: centre, of: image, in: area)
  }

  /// Centres on a point, but shows no margin where the image could fill the area.
  ///
  /// The image's pixels start at whole screen pixels, so that they stay sharp at 1:1 and equally
  /// wide above.
  init(scale: Double, around centre: ImagePoint, of image: ImageSize, in area: ScreenSize) {
    func start(_ middle: Double, _ shown: Double, _ length: Double) -> Double {
      let wanted =
        shown < length
        ? min(max(0, middle - shown / 2), length - shown) : (length - shown) / 2
      return (wanted * scale).rounded() / scale
    }
    self.init(
      zoom: scale,
      origin: ImagePoint(
        x: start(centre.x, Double(area.width) / scale, Double(image.width)),
        y: start(centre.y, Double(area.height) / scale, Double(image.height))))
  }

  /// The part of the plane that an area of this size shows.
  func shown(in area: ScreenSize) -> Box {
    Box(
      x: origin.x, y: origin.y, width: Double(area.width) / zoom,
      height: Double(area.height) / zoom)
  }
}
