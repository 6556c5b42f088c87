public import EmendCore

/// Composes what the picture's area shows; the raster worker owns one.
///
/// The scaled picture is kept, so that a moved mark costs no more than drawing the marks.
public struct PictureRenderer: Sendable {
  /// What is drawn behind an image that does not fill the area.
  public let background: Colour
  private var palette: (image: ImageID, palette: Palette)?
  private var colours: (image: ImageID, registers: OverlayColours)?
  private var base: (key: BaseKey, plane: BasePlane)?

  private var planesMade = 0

  /// All that the scaled picture depends on.
  private struct BaseKey: Equatable {
    var image: ImageID
    var viewport: Viewport
    var size: ImageSize
    var source: ImageSize
    var fullSize: ImageSize
  }

  public init(background: Colour) { self.background = background }

  /// The area's pixels: `area.columns * cellWidth` by `area.rows * cellHeight`.
  ///
  /// - Parameters:
  ///   - scene: what to show, and where.
  ///   - cell: the terminal's cell size in pixels; 1 by 2 for half blocks.
  ///   - image: the decoded image of `scene.image`, whole or smaller.
  ///   - fullSize: the upright image's size.
  /// - Returns: both planes. The picture's colours stay as they are for as long as the image does,
  ///   and so do those of marks; a label that is new to the image adds one.
  /// - Complexity: O(area) for changed marks; O(area + pixels shown) for a changed view.
  public mutating func compose(
    _ scene: Scene, cell: TerminalSize, image: PixelImage, fullSize: ImageSize
  ) -> PictureFrame {
    let width = scene.area.columns * cell.cellWidth
    let height = scene.area.rows * cell.cellHeight
    let key = BaseKey(
      image: scene.image, viewport: scene.viewport, size: ImageSize(width: width, height: height),
      source: ImageSize(width: image.width, height: image.height), fullSize: fullSize)
    let plane = plane(for: key, image)
    var registers = registers(for: plane.pixels.palette, of: scene.image)
    var overlay = OverlayPlane(width: width, height: height, base: plane.pixels.indices)
    overlay.draw(scene, &registers, OverlayDetail(cell: cell))
    colours = (scene.image, registers)
    let pixels = IndexedImage(
      width: width, height: height, indices: overlay.overBase(), palette: registers.palette)
    return PictureFrame(base: plane, pixels: pixels, scene: scene)
  }

  /// The registers that marks on the image have had so far.
  private func registers(for picture: [Colour], of id: ImageID) -> OverlayColours {
    if let colours, colours.image == id, colours.registers.palette.starts(with: picture) {
      return colours.registers
    }
    return OverlayColours(picture: picture)
  }

  /// The picture under the marks, made anew only when what it depends on has changed.
  private mutating func plane(for key: BaseKey, _ image: PixelImage) -> BasePlane {
    if let base, base.key == key { return base.plane }
    let picture = image.rendered(
      key.viewport, width: key.size.width, height: key.size.height, fullSize: key.fullSize,
      background: background)
    var palette = palette(for: key.image, image)
    let pixels = IndexedImage(
      width: key.size.width, height: key.size.height, indices: palette.indices(for: picture),
      palette: palette.colours)
    self.palette = (key.image, palette)
    planesMade += 1
    let plane = BasePlane(serial: planesMade, image: picture, pixels: pixels)
    base = (key, plane)
    return plane
  }

  /// The image's palette: from the whole image, whatever part of it is shown.
  private mutating func palette(for id: ImageID, _ image: PixelImage) -> Palette {
    if let palette, palette.image == id { return palette.palette }
    let zoom = min(1, 640 / Double(max(image.width, image.height)))
    let small = image.rendered(
      Viewport(zoom: zoom, origin: ImagePoint(x: 0, y: 0)),
      width: max(1, Int(Double(image.width) * zoom)),
      height: max(1, Int(Double(image.height) * zoom)),
      fullSize: ImageSize(width: image.width, height: image.height), background: background)
    let made = Palette(for: small, count: OverlayColours.first - 1, and: background)
    palette = (id, made)
    return made
  }
}
