extension Session {
  /// Does what a command asks for that only changes how the image is looked at; answers whether it
  /// was one.
  mutating func performLooking(_ command: Command) -> Bool {
    switch command {
    case .zoomIn: zoomByKey(.larger)
    case .zoomOut: zoomByKey(.smaller)
    case .zoomFit: zoom = .fit
    case .zoomActual: zoom = .actual
    case .zoomObject: zoom = .object
    case .panLeft: pan(byX: -0.25, y: 0)
    case .panDown: pan(byX: 0, y: 0.25)
    case .panUp: pan(byX: 0, y: -0.25)
    case .panRight: pan(byX: 0.25, y: 0)
    case .brighter: tone.brightness += 1
    case .darker: tone.brightness -= 1
    case .contrastUp: tone.contrast += 1
    case .contrastDown: tone.contrast -= 1
    case .gammaUp: tone.gamma += 1
    case .gammaDown: tone.gamma -= 1
    case .toneReset: tone = .neutral
    default: return false
    }
    return true
  }

  /// Keys zoom around the drawing cursor, what is edited or the selected object, and around the
  /// middle when that is out of sight.
  private mutating func zoomByKey(_ step: ZoomStep) {
    guard let viewport else { return }
    let shown = viewport.shown(in: area)
    if let focus = focus(near: shown.centre), shown.contains(focus) {
      zoom(step, holding: focus, at: inMiddle(viewport.screen(focus)))
    } else {
      zoom(step, holding: shown.centre, at: viewport.screen(shown.centre))
    }
  }

  /// Goes a step up or down and has an image position at a screen position.
  mutating func zoom(_ step: ZoomStep, holding point: ImagePoint, at place: ScreenPoint) {
    guard let image, let now = viewport?.zoom else { return }
    let fit = Viewport.fit(image.size, in: area).zoom
    let next = step.scale(from: now)
    let end: (isReached: Bool, passesFit: Bool, says: String) =
      switch step {
      case .larger:
        (now >= ZoomStep.most, now < fit * 0.999 && next >= fit, "64:1 is the largest")
      case .smaller: (now < fit * 1.001, next <= fit, "the whole image is shown")
      }
    if end.isReached {
      notice = Notice(text: end.says, weight: .note)
    } else if end.passesFit {
      zoom = .fit
    } else {
      hold(point, at: place, scale: next)
    }
  }

  /// Shows an image position at a screen position, as far as the image's borders let it.
  mutating func hold(_ point: ImagePoint, at place: ScreenPoint, scale: Double) {
    guard let image else { return }
    let centre = ImagePoint(
      x: point.x + (Double(area.width) / 2 - Double(place.x)) / scale,
      y: point.y + (Double(area.height) / 2 - Double(place.y)) / scale)
    // What is remembered is what is shown, so that a step back is seen at once.
    let shown = viewport(.place(scale: scale, centre: centre), of: image.size)
    zoom = .place(scale: shown.zoom, centre: shown.shown(in: area).centre)
  }

  /// Zooms with the wheel, and moves the image with the hand, whatever the keys mean just now;
  /// answers whether the mouse did one of these.
  mutating func look(with mouse: Mouse, at point: ImagePoint) -> Bool {
    guard let viewport else { return false }
    switch mouse.phase {
    case .wheel(let step): zoom(step, holding: point, at: viewport.screen(point))
    case .hold: held = point
    case .haul:
      guard let held, zoom != .fit else { return true }
      hold(held, at: viewport.screen(point), scale: viewport.zoom)
    case .press, .drag, .release: return false
    }
    return true
  }

  /// Moves the view by parts of its own size.
  private mutating func pan(byX x: Double, y: Double) {
    guard let viewport, zoom != .fit else {
      notice = Notice(text: "the whole image is shown; zoom in to move about", weight: .note)
      return
    }
    let place = ScreenPoint(x: Int(Double(area.width) * -x), y: Int(Double(area.height) * -y))
    hold(viewport.origin, at: place, scale: viewport.zoom)
  }

  /// Brings an image position that has left the view back into its middle half.
  mutating func reveal(_ point: ImagePoint) {
    guard let viewport, zoom != .fit else { return }
    let shown = viewport.shown(in: area)
    guard point.x < shown.x || point.y < shown.y || point.x > shown.maxX || point.y > shown.maxY
    else { return }
    hold(point, at: inMiddle(viewport.screen(point)), scale: viewport.zoom)
  }

  /// Moves a view that the reviewer went to so that the selected object is in it.
  mutating func revealSelection() {
    guard case .place(let scale, _) = zoom, let viewport, let selected else { return }
    // The label of the whole image is wherever the view is.
    guard !selected.state.shape.isWholeImage else { return }
    let (shown, bounds) = (viewport.shown(in: area), selected.state.shape.bounds)
    let isInside =
      shown.x <= bounds.x && shown.y <= bounds.y && bounds.maxX <= shown.maxX
      && bounds.maxY <= shown.maxY
    guard !isInside else { return }
    hold(bounds.centre, at: ScreenPoint(x: area.width / 2, y: area.height / 2), scale: scale)
  }

  /// What the keys are about: the drawing cursor, the edited edge, or the selected object.
  ///
  /// Of an edge or a box that is edited it is the position nearest to `point`.
  func focus(near point: ImagePoint) -> ImagePoint? {
    switch mode {
    case .draw(let draft): draft.cursor
    case .mask(let draft): draft.cursor
    case .edit(let draft): draft.place ?? draft.box.nearest(to: point, on: draft.edge)
    case .review, .pick, .prompt, .help: selected?.state.shape.bounds.centre
    }
  }

  private func inMiddle(_ place: ScreenPoint) -> ScreenPoint {
    ScreenPoint(
      x: min(max(place.x, area.width / 4), area.width * 3 / 4),
      y: min(max(place.y, area.height / 4), area.height * 3 / 4))
  }
}

extension Box {
  /// The position on an edge, or in the whole box, that is nearest to a point.
  fileprivate func nearest(to point: ImagePoint, on edge: BoxEdge?) -> ImagePoint {
    ImagePoint(
      x: edge == .left ? x : edge == .right ? maxX : min(max(point.x, x), maxX),
      y: edge == .top ? y : edge == .bottom ? maxY : min(max(point.y, y), maxY))
  }
}
