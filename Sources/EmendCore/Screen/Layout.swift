/// Where the parts of the screen are.
struct Layout: Equatable, Sendable {
  var picture: CellRect
  var list: CellRect
  /// Rows counted from 0 at the top.
  var statusRow: Int
  var hintRow: Int

  /// The status in the first row; the picture on the left and the list on the right; the hints.
  ///
  /// The picture never reaches the last row, because a sixel that does scrolls the screen, nor the
  /// first, so that xterm forgets other images before it (`SixelMemory`).
  init(_ size: TerminalSize) {
    let listColumns = min(max(size.columns / 4, 22), 36, max(0, size.columns - 12))
    let rows = max(1, size.rows - 2)
    picture = CellRect(
      column: 0, row: 1, columns: max(1, size.columns - listColumns - 1), rows: rows)
    list = CellRect(
      column: picture.columns + 1, row: 1, columns: max(1, listColumns), rows: rows)
    statusRow = 0
    hintRow = rows + 1
  }
}

extension Session {
  var layout: Layout { Layout(size) }

  /// The picture's area in pixels.
  var area: ScreenSize {
    ScreenSize(
      width: layout.picture.columns * size.cellWidth,
      height: layout.picture.rows * size.cellHeight)
  }

  /// How the open image lies in the picture's area; nil without an image.
  public var viewport: Viewport? { image.map { viewport(zoom, of: $0.size) } }

  func viewport(_ zoom: Zoom, of image: ImageSize) -> Viewport {
    let fit = Viewport.fit(image, in: area)
    let focus =
      selected?.state.shape.bounds
      ?? Box(x: 0, y: 0, width: Double(image.width), height: Double(image.height))
    func viewport(_ scale: Double, _ centre: ImagePoint) -> Viewport {
      Viewport(scale: scale, around: centre, of: image, in: area)
    }
    switch zoom {
    case .fit: return fit
    case .actual: return viewport(1, focus.centre)
    case .object:
      // Three times the object's size shows enough around it to judge its edges.
      let scale = min(
        Double(area.width) / max(focus.width * 3, 8),
        Double(area.height) / max(focus.height * 3, 8), max(8, fit.zoom))
      return viewport(max(scale, fit.zoom), focus.centre)
    case .place(let scale, let centre):
      // Whole, or pixel for pixel if that is smaller still, is the least; a bookmark may say more.
      let least = min(fit.zoom, 1)
      return viewport(min(max(scale, least), max(ZoomStep.most, fit.zoom)), centre)
    }
  }

  /// The image position under the mouse; nil outside the picture.
  func imagePoint(under mouse: Mouse) -> ImagePoint? {
    let area = layout.picture
    let (x, y) = (mouse.x - Double(area.column), mouse.y - Double(area.row))
    guard let viewport, (0..<Double(area.columns)).contains(x), (0..<Double(area.rows)).contains(y)
    else { return nil }
    return ImagePoint(
      x: x * Double(size.cellWidth) / viewport.zoom + viewport.origin.x,
      y: y * Double(size.cellHeight) / viewport.zoom + viewport.origin.y)
  }
}
