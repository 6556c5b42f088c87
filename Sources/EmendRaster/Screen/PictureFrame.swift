public import EmendCore

/// What the picture's area is to show: the picture, and the picture with the marks over it.
public struct PictureFrame: Sendable {
  public var base: BasePlane
  /// Registers 0 to 239 show the picture, 240 to 255 the marks.
  public var pixels: IndexedImage
  /// What was composed; its area is where the pixels belong.
  public var scene: Scene

  /// - Precondition: both planes are of one size.
  public init(base: BasePlane, pixels: IndexedImage, scene: Scene) {
    precondition(
      base.pixels.width == pixels.width && base.pixels.height == pixels.height,
      "\(base.pixels.width)x\(base.pixels.height) under \(pixels.width)x\(pixels.height)")
    self.base = base
    self.pixels = pixels
    self.scene = scene
  }

  /// What every carrier counts on: the pixels fill the scene's area in cells of this size.
  func checkSize(_ cell: ImageSize) {
    let area = scene.area
    precondition(
      pixels.width == area.columns * cell.width && pixels.height == area.rows * cell.height,
      "\(pixels.width)x\(pixels.height) pixels for \(area.columns)x\(area.rows) cells")
  }
}

/// The picture alone, at the screen's resolution.
public struct BasePlane: Sendable {
  /// Another number for each plane that one renderer makes, by which a carrier knows what it sent.
  public var serial: Int
  /// Before its colours were reduced, for carriers that take more than 256.
  public var image: PixelImage
  public var pixels: IndexedImage

  public init(serial: Int, image: PixelImage, pixels: IndexedImage) {
    self.serial = serial
    self.image = image
    self.pixels = pixels
  }
}
