import EmendCore

extension OverlayPlane {
  /// Draws marks from back to front.
  ///
  /// - Complexity: O(marks + pixels drawn)
  mutating func draw(
    _ marks: some Sequence<Mark>, _ scene: Scene, _ colours: inout OverlayColours,
    _ detail: OverlayDetail
  ) {
    var coverage = Coverage()
    for mark in marks { draw(mark, scene, &colours, detail, &coverage) }
  }

  private mutating func draw(
    _ mark: Mark, _ scene: Scene, _ colours: inout OverlayColours, _ detail: OverlayDetail,
    _ coverage: inout Coverage
  ) {
    guard let bounds = screenArea(of: mark.shape, scene.viewport),
      let reach = screenArea(of: mark.reach, scene.viewport),
      !reach.grown(by: 4 * max(1, detail.scale)).intersection(area).isEmpty
    else { return }
    let stroke = Stroke(mark, side: bounds.shorterSide, scene.look, detail, &colours)
    switch mark.shape {
    case .image: if mark.isSelected { drawFrame(within: bounds, stroke, detail) }
    case .box: draw(bounds, mark, stroke, detail)
    case .keypoints(let pose):
      draw(bounds, mark, stroke, detail)
      draw(pose, mark, scene.viewport, stroke, detail, &coverage)
    case .polygon(let polygon):
      coverage.begin(kept(bounds))
      for ring in polygon.rings {
        coverage.add(ring.filter { $0.x.isFinite && $0.y.isFinite }.map(scene.viewport.place))
      }
      draw(coverage, stroke, isSelected: mark.isSelected)
    case .mask(let mask):
      coverage.begin(kept(bounds))
      coverage.add(mask, scene.viewport)
      draw(coverage, stroke, isSelected: mark.isSelected)
    }
  }

  private func kept(_ bounds: ScreenRect) -> ScreenRect {
    bounds.grown(by: 1).intersection(area).grown(by: Coverage.margin)
  }

  private mutating func draw(_ coverage: Coverage, _ stroke: Stroke, isSelected: Bool) {
    let isHaloed = isSelected && stroke.rim > 0
    draw(
      coverage,
      AreaInks(
        rim: stroke.rimInk ?? (isHaloed ? .plain(OverlayColours.dark) : nil),
        border: isHaloed ? .plain(OverlayColours.light) : stroke.ink, edge: stroke.ink,
        inside: stroke.inside,
        thickness: min(Coverage.margin - 1, stroke.thickness + (isHaloed ? 1 : 0))))
  }

  private mutating func draw(
    _ box: ScreenRect, _ mark: Mark, _ stroke: Stroke, _ detail: OverlayDetail
  ) {
    guard case .fine(let scale) = detail else {
      frame(box, thickness: 1, stroke.ink)
      if let edge = mark.edge { fill(box.band(edge, 1), OverlayColours.highlight) }
      return
    }
    if mark.isSelected { drawHalo(around: box, scale) }
    if let rim = stroke.rimInk, !mark.isSelected {
      frame(box.grown(by: stroke.rim), thickness: stroke.rim, rim)
    }
    frame(box, thickness: stroke.thickness, stroke.ink)
    if mark.style == .rejected || mark.style == .selectedRejected {
      drawCross(in: box, side: 9 * scale, stroke)
    }
    if mark.isSelected { drawHandles(of: box, mark.edge, scale) }
  }

  /// A small x in the top-left corner says "not there" where dots alone are hard to see.
  private mutating func drawCross(in area: ScreenRect, side most: Int, _ stroke: Stroke) {
    let side = min(most, area.right - area.left, area.bottom - area.top)
    let scale = max(1, stroke.rim)
    for (register, shift) in [(stroke.contrast, scale), (stroke.register, 0)] {
      for step in 0..<side {
        let top = area.top + step
        for left in [area.left + step, area.left + side - 1 - step] {
          let dot = ScreenRect(
            left: left + shift, top: top, right: left + shift + scale, bottom: top + 1)
          fill(dot, register)
        }
      }
    }
  }

  /// Two lines over the whole picture, light and dark in turn, so that they show everywhere.
  mutating func drawCrosshair(_ at: ImagePoint, _ viewport: Viewport) {
    guard let centre = place(of: at, viewport) else { return }
    let ink = Ink.dots(OverlayColours.light, on: 4, OverlayColours.dark, 4, gap: 0)
    fill(ScreenRect(left: centre.x, top: 0, right: centre.x + 1, bottom: height), ink)
    fill(ScreenRect(left: 0, top: centre.y, right: width, bottom: centre.y + 1), ink)
  }
}

// MARK: - Places

extension OverlayPlane {
  /// Where a shape is on the screen, at least a pixel wide and high; nil for what is no number.
  func screenArea(of shape: Shape, _ viewport: Viewport) -> ScreenRect? {
    let box = shape.bounds
    guard let low = place(of: ImagePoint(x: box.x, y: box.y), viewport),
      let high = place(of: ImagePoint(x: box.maxX, y: box.maxY), viewport)
    else { return nil }
    return ScreenRect(
      left: low.x, top: low.y, right: max(high.x, low.x + 1), bottom: max(high.y, low.y + 1))
  }

  /// The screen position, held near the screen so that any number fits an Int.
  func place(of point: ImagePoint, _ viewport: Viewport) -> ScreenPoint? {
    guard point.x.isFinite, point.y.isFinite else { return nil }
    let margin = 64
    let low = viewport.image(ScreenPoint(x: -margin, y: -margin))
    let high = viewport.image(ScreenPoint(x: width + margin, y: height + margin))
    return viewport.screen(
      ImagePoint(x: min(max(point.x, low.x), high.x), y: min(max(point.y, low.y), high.y)))
  }
}

extension Viewport {
  /// The screen position of a point, between pixels too.
  func place(_ point: ImagePoint) -> SIMD2<Double> {
    SIMD2((point.x - origin.x) * zoom, (point.y - origin.y) * zoom)
  }
}
