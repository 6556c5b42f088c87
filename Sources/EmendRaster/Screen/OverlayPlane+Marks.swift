import EmendCore

/// How fine the screen's pixels are, which decides how marks are drawn.
enum OverlayDetail {
  /// Device pixels.
  case fine
  /// Half blocks, two to a text cell: lines are one pixel wide, without handles and hatch.
  case coarse
}

/// How one style's outline is drawn.
private struct Stroke {
  var thickness: Int
  var register: UInt8
  var pattern = OverlayPlane.Pattern.solid
  /// A dark pixel all around, so that the outline shows on any picture.
  var hasRim = false
  var hasHatch = false

  init(_ mark: Mark, _ colours: OverlayColours, _ detail: OverlayDetail) {
    register = colours.register(of: mark.colour)
    switch mark.style {
    case .open: (thickness, hasRim, hasHatch) = (2, true, true)
    case .decided: thickness = 1
    case .rejected: (thickness, pattern) = (1, .dots)
    case .selected: (thickness, hasRim, hasHatch) = (3, true, true)
    case .ghost: (thickness, register, pattern) = (1, OverlayColours.ghost, .dashes)
    }
    if detail == .coarse { (thickness, hasRim, hasHatch) = (1, false, false) }
  }
}

extension OverlayPlane {
  /// Draws the marks of a scene from back to front, then its crosshair.
  mutating func draw(_ scene: Scene, _ colours: OverlayColours, _ detail: OverlayDetail) {
    for mark in scene.marks {
      let stroke = Stroke(mark, colours, detail)
      switch mark.shape {
      case .box(let box): draw(box, mark, stroke, scene.viewport, detail)
      case .polygon(let polygon):
        var coverage = Coverage(width: width, height: height)
        coverage.add(polygon, scene.viewport)
        draw(coverage, stroke)
      case .mask(let mask):
        var coverage = Coverage(width: width, height: height)
        coverage.add(mask, scene.viewport)
        draw(coverage, stroke)
      }
    }
    if let point = scene.crosshair { drawCrosshair(point, scene.viewport) }
  }

  private mutating func draw(
    _ box: Box, _ mark: Mark, _ stroke: Stroke, _ viewport: Viewport, _ detail: OverlayDetail
  ) {
    guard let area = area(of: box, viewport) else { return }
    if stroke.hasRim { frame(area.grown(by: 1), thickness: 1, OverlayColours.dark) }
    frame(area, thickness: stroke.thickness, stroke.register, stroke.pattern)
    switch mark.style {
    case .rejected: drawCross(in: area, side: detail == .fine ? 9 : 3, stroke.register)
    case .selected:
      if let edge = mark.edge { drawEdge(edge, of: area, detail) }
      if detail == .fine { drawHandles(of: area, mark.edge, stroke.register) }
    case .open, .decided, .ghost: break
    }
  }

  /// Where a box is on the screen, at least a pixel wide and high; nil for what is no number.
  private func area(of box: Box, _ viewport: Viewport) -> ScreenRect? {
    guard let low = point(ImagePoint(x: box.x, y: box.y), viewport),
      let high = point(ImagePoint(x: box.maxX, y: box.maxY), viewport)
    else { return nil }
    return ScreenRect(
      left: low.x, top: low.y, right: max(high.x, low.x + 1), bottom: max(high.y, low.y + 1))
  }

  /// The screen position, held near the screen so that any number fits an Int.
  private func point(_ point: ImagePoint, _ viewport: Viewport) -> ScreenPoint? {
    guard point.x.isFinite, point.y.isFinite else { return nil }
    let margin = 64
    let low = viewport.image(ScreenPoint(x: -margin, y: -margin))
    let high = viewport.image(ScreenPoint(x: width + margin, y: height + margin))
    return viewport.screen(
      ImagePoint(x: min(max(point.x, low.x), high.x), y: min(max(point.y, low.y), high.y)))
  }

  /// A small x in the top-left corner says "not there" where dots alone are hard to see.
  private mutating func drawCross(in area: ScreenRect, side most: Int, _ register: UInt8) {
    let side = min(most, area.right - area.left, area.bottom - area.top)
    for step in 0..<side {
      set(area.left + step, area.top + step, register)
      set(area.left + side - 1 - step, area.top + step, register)
      guard most > 3 else { continue }
      set(area.left + step + 1, area.top + step, register)
      set(area.left + side - step, area.top + step, register)
    }
  }

  private mutating func drawEdge(
    _ edge: BoxEdge, of area: ScreenRect, _ detail: OverlayDetail
  ) {
    let thickness = detail == .fine ? 3 : 1
    let band: ScreenRect =
      switch edge {
      case .left: area.with(right: area.left + thickness)
      case .top: area.with(bottom: area.top + thickness)
      case .right: area.with(left: area.right - thickness)
      case .bottom: area.with(top: area.bottom - thickness)
      }
    fill(band, OverlayColours.highlight)
  }

  private mutating func drawHandles(
    of area: ScreenRect, _ chosen: BoxEdge?, _ register: UInt8
  ) {
    let (left, top, right, bottom) = (area.left + 1, area.top + 1, area.right - 2, area.bottom - 2)
    let (middleX, middleY) = ((left + right) / 2, (top + bottom) / 2)
    for corner in [(left, top), (right, top), (left, bottom), (right, bottom)] {
      square(at: ScreenPoint(x: corner.0, y: corner.1), side: 7, OverlayColours.dark)
      square(at: ScreenPoint(x: corner.0, y: corner.1), side: 5, OverlayColours.light)
    }
    let middles: [(BoxEdge, ScreenPoint)] = [
      (.left, ScreenPoint(x: left, y: middleY)), (.top, ScreenPoint(x: middleX, y: top)),
      (.right, ScreenPoint(x: right, y: middleY)), (.bottom, ScreenPoint(x: middleX, y: bottom)),
    ]
    for (edge, place) in middles {
      // A short edge has no room for a handle between those of its corners.
      let length = edge == .left || edge == .right ? bottom - top : right - left
      guard edge == chosen || length >= 28 else { continue }
      let side = edge == chosen ? 9 : 7
      square(at: place, side: side, OverlayColours.dark)
      square(
        at: place, side: side - 2,
        edge == chosen ? OverlayColours.highlight : OverlayColours.light)
    }
  }

  private mutating func draw(_ coverage: Coverage, _ stroke: Stroke) {
    guard !coverage.bounds.isEmpty else { return }
    let area = coverage.bounds.grown(by: 1)
      .intersection(ScreenRect(left: 0, top: 0, right: width, bottom: height))
    guard !area.isEmpty else { return }
    for y in area.top..<area.bottom {
      for x in area.left..<area.right {
        if coverage[x, y] {
          if coverage.isEdge(x, y, distance: stroke.thickness) {
            if stroke.pattern.draws(x, y) { set(x, y, stroke.register) }
          } else if stroke.hasHatch, Pattern.hatch.draws(x, y) {
            set(x, y, stroke.register)
          }
        } else if stroke.hasRim, coverage.isRim(x, y) {
          set(x, y, OverlayColours.dark)
        }
      }
    }
  }

  /// Two lines over the whole picture, light and dark in turn, so that they show everywhere.
  private mutating func drawCrosshair(_ at: ImagePoint, _ viewport: Viewport) {
    guard let centre = point(at, viewport) else { return }
    let column = ScreenRect(left: centre.x, top: 0, right: centre.x + 1, bottom: height)
    let row = ScreenRect(left: 0, top: centre.y, right: width, bottom: centre.y + 1)
    for line in [column, row] {
      fill(line, OverlayColours.dark)
      fill(line, OverlayColours.light, Pattern(on: 4, period: 8))
    }
  }
}
