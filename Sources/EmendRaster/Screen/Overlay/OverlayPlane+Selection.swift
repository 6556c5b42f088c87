import EmendCore

extension OverlayPlane {
  /// A white line with a black one around it: no other mark has two.
  mutating func drawHalo(around box: ScreenRect, _ scale: Int) {
    frame(box.grown(by: 2 * scale), thickness: scale, .plain(OverlayColours.dark))
    frame(box.grown(by: scale), thickness: scale, .plain(OverlayColours.light))
  }

  /// Says inside the image's edge that the keys are on its label: outside there is no room.
  mutating func drawFrame(within box: ScreenRect, _ stroke: Stroke, _ detail: OverlayDetail) {
    let inner = box.intersection(area)
    guard case .fine(let scale) = detail else { return frame(inner, thickness: 1, stroke.ink) }
    drawHalo(around: inner.grown(by: -2 * scale), scale)
    frame(inner.grown(by: -2 * scale), thickness: stroke.thickness, stroke.ink)
  }

  /// Squares at the corners and the middles of the edges; those of the chosen edge stand out.
  mutating func drawHandles(of box: ScreenRect, _ chosen: BoxEdge?, _ scale: Int) {
    if let chosen { drawChosen(chosen, of: box, scale) }
    let (width, height) = (box.right - box.left, box.bottom - box.top)
    // About the corner of a large box; outside a small one, which they would hide.
    let isSmall = min(width, height) < 32 * scale
    let side = (isSmall ? 3 : 5) * scale
    let shift = isSmall ? side / 2 + scale : 0
    let (left, right) = (box.left - shift, box.right - 1 + shift)
    let (top, bottom) = (box.top - shift, box.bottom - 1 + shift)
    for (x, y) in [(left, top), (right, top), (left, bottom), (right, bottom)] {
      drawHandle(at: ScreenPoint(x: x, y: y), side: side, OverlayColours.light, scale)
    }
    let (middleX, middleY) = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    let middles: [(BoxEdge, ScreenPoint)] = [
      (.left, ScreenPoint(x: left, y: middleY)), (.top, ScreenPoint(x: middleX, y: top)),
      (.right, ScreenPoint(x: right, y: middleY)), (.bottom, ScreenPoint(x: middleX, y: bottom)),
    ]
    for (edge, place) in middles where edge != chosen {
      // A short edge has no room for a handle between those of its corners.
      let length = edge == .left || edge == .right ? height : width
      guard length >= 48 * scale else { continue }
      drawHandle(at: place, side: side, OverlayColours.light, scale)
    }
    for (edge, place) in middles where edge == chosen {
      drawHandle(at: place, side: side + 2 * scale, OverlayColours.highlight, scale)
    }
  }

  private mutating func drawHandle(
    at place: ScreenPoint, side: Int, _ register: UInt8, _ scale: Int
  ) {
    square(at: place, side: side + 2 * scale, OverlayColours.dark)
    square(at: place, side: side, register)
  }

  /// The edge that the keys move, in stripes, which no label has whatever its colour.
  private mutating func drawChosen(_ edge: BoxEdge, of box: ScreenRect, _ scale: Int) {
    let stripes = Ink.dots(
      OverlayColours.highlight, on: 6 * scale, OverlayColours.dark, 4 * scale, gap: 0)
    fill(box.grown(by: 2 * scale).band(edge, 4 * scale), stripes)
  }
}

extension ScreenRect {
  /// The inner band along one edge.
  func band(_ edge: BoxEdge, _ thickness: Int) -> ScreenRect {
    switch edge {
    case .left: with(right: left + thickness)
    case .top: with(bottom: top + thickness)
    case .right: with(left: right - thickness)
    case .bottom: with(top: bottom - thickness)
    }
  }
}
