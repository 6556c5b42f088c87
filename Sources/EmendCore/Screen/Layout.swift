/// Where the parts of the screen are.
struct Layout: Equatable, Sendable {
  var picture: CellRect
  var list: CellRect
  /// Rows counted from 0 at the top.
  var statusRow: Int
  var hintRow: Int

  /// The picture on the left, the list on the right, two rows of text below.
  ///
  /// The picture never reaches the last row, because a sixel that does scrolls the screen.
  init(_ size: TerminalSize) {
    let listColumns = min(max(size.columns / 4, 22), 36, max(0, size.columns - 12))
    let rows = max(1, size.rows - 2)
    picture = CellRect(
      column: 0, row: 0, columns: max(1, size.columns - listColumns - 1), rows: rows)
    list = CellRect(
      column: picture.columns + 1, row: 0, columns: max(1, listColumns), rows: rows)
    statusRow = rows
    hintRow = rows + 1
  }
}

extension Session {
  var layout: Layout { Layout(size) }

  /// How the open image lies in the picture's area; nil without an image.
  public var viewport: Viewport? {
    guard let image else { return nil }
    let width = Double(layout.picture.columns * size.cellWidth)
    let height = Double(layout.picture.rows * size.cellHeight)
    let whole = Box(
      x: 0, y: 0, width: Double(image.size.width), height: Double(image.size.height))
    let fit = min(width / whole.width, height / whole.height)
    switch zoom {
    case .fit: return Self.viewport(around: whole.centre, zoom: fit, width, height, whole)
    case .actual: return Self.viewport(around: focus(whole).centre, zoom: 1, width, height, whole)
    case .object:
      let box = focus(whole)
      // Three times the object's size shows enough around it to judge its edges.
      let zoom = min(
        width / max(box.width * 3, 8), height / max(box.height * 3, 8), max(8, fit))
      return Self.viewport(around: box.centre, zoom: max(zoom, fit), width, height, whole)
    }
  }

  /// The box that zooming goes to; the whole image without a selection.
  private func focus(_ whole: Box) -> Box {
    selected?.state.shape.bounds ?? whole
  }

  /// Centres on a point, but shows no margin where the image could fill the area.
  private static func viewport(
    around centre: ImagePoint, zoom: Double, _ width: Double, _ height: Double, _ whole: Box
  ) -> Viewport {
    func start(_ middle: Double, _ shown: Double, _ length: Double) -> Double {
      guard shown < length else { return (length - shown) / 2 }
      return min(max(0, middle - shown / 2), length - shown)
    }
    return Viewport(
      zoom: zoom,
      origin: ImagePoint(
        x: start(centre.x, width / zoom, whole.width),
        y: start(centre.y, height / zoom, whole.height)))
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
