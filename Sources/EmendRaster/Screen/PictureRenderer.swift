public import EmendCore

/// Composes what the picture's area shows; the raster worker owns one.
///
/// The scaled picture is kept, so that a moved mark costs no more than drawing the marks.
public struct PictureRenderer: Sendable {
  private var painter = OverlayPainter()
  private var planes: BasePlanes

  /// What is drawn behind an image that does not fill the area.
  public var background: Colour { planes.background }

  public init(background: Colour) { planes = BasePlanes(background: background) }

  /// The area's pixels: `area.columns * cellWidth` by `area.rows * cellHeight`.
  ///
  /// - Parameters:
  ///   - scene: what to show, and where.
  ///   - cell: the terminal's cell size in pixels; ``CellCarrier/cell`` for cell art.
  ///   - image: the decoded image of `scene.image`, whole, smaller or to be read in parts.
  ///   - detail: how fine the picture is; the marks are always sharp.
  /// - Returns: both planes. The picture's colours stay as they are for as long as the image and
  ///   its tone do, and change when the pixel grid comes or goes; so do those of marks, and a
  ///   label that is new to the image adds one.
  /// - Throws: ``ImageError`` when the image's pixels cannot be read.
  /// - Complexity: O(area + marks) for changed marks; O(area + pixels shown) for a changed view.
  public mutating func compose(
    _ scene: Scene, cell: TerminalSize, image: DecodedImage, detail: PictureDetail = .full
  ) throws(ImageError) -> PictureFrame {
    let plane = try planes.plane(for: BasePlanes.Key(scene, cell, detail), image)
    let pixels = painter.draw(scene, over: plane, OverlayDetail(cell: cell))
    return PictureFrame(base: plane, pixels: pixels, scene: scene)
  }

  /// Whether the picture under a scene's marks is made already.
  public func holds(_ scene: Scene, cell: TerminalSize) -> Bool { planes.holds(scene, cell) }

  /// Takes over what was prepared on another thread.
  public mutating func take(_ prepared: BasePlanes) { planes.take(prepared) }
}
