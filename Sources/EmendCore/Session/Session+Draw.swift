extension Session {
  /// Starts a box at the middle of what is shown.
  mutating func beginDrawing() {
    guard let middle else {
      _ = complain("no image is open")
      return
    }
    mode = .draw(DrawDraft(anchor: nil, cursor: middle))
  }

  /// The image position at the middle of what is shown.
  var middle: ImagePoint? {
    guard let image, let viewport else { return nil }
    return viewport.image(ScreenPoint(x: area.width / 2, y: area.height / 2))
      .clamped(to: image.size)
  }

  mutating func perform(
    _ command: Command, drawing draft: DrawDraft, at time: Timestamp
  ) -> [Effect] {
    var draft = draft
    if let index = command.labelIndex { return finish(draft, labelAt: index, time: time) }
    if let nudge = Nudge(command) {
      draft.cursor = moved(draft.cursor, nudge)
      mode = .draw(draft)
      reveal(draft.cursor)
    } else if command == .cancel {
      mode = .review
    } else if command == .commit {
      return set(draft, at: time)
    }
    return []
  }

  /// One cell, five cells, or a pixel of the image.
  func moved(_ point: ImagePoint, _ nudge: Nudge) -> ImagePoint {
    guard let image, let viewport else { return point }
    let cells: Double =
      switch nudge.reach {
      case .fine: 0
      case .plain: 1
      case .far: 5
      }
    let wide = cells == 0 ? 1 : cells * Double(size.cellWidth) / viewport.zoom
    let high = cells == 0 ? 1 : cells * Double(size.cellHeight) / viewport.zoom
    return ImagePoint(x: point.x + nudge.x * wide, y: point.y + nudge.y * high)
      .clamped(to: image.size)
  }

  private mutating func set(_ draft: DrawDraft, at time: Timestamp) -> [Effect] {
    var draft = draft
    guard draft.anchor != nil else {
      draft.anchor = draft.cursor
      mode = .draw(draft)
      return []
    }
    guard let box = draft.box, box.area > 0 else {
      return complain("the box is empty: move the other corner, then press enter")
    }
    return choose(labelFor: .box(box), at: time)
  }

  /// Asks for the label of a new object; with one label there is nothing to ask.
  mutating func choose(labelFor shape: Shape, at time: Timestamp) -> [Effect] {
    guard setting.offered.count > 1 else {
      mode = .review
      return setting.offered.first.map { add(shape, $0.id, at: time) } ?? []
    }
    mode = .pick(LabelPicker(purpose: .add(shape)))
    return []
  }

  private mutating func finish(
    _ draft: DrawDraft, labelAt index: Int, time: Timestamp
  ) -> [Effect] {
    guard let box = draft.box, box.area > 0 else {
      return complain("set the first corner with enter, move to the other, then give the label")
    }
    guard setting.offered.indices.contains(index) else {
      return complain("there are only \(setting.offered.count) labels")
    }
    mode = .review
    return add(.box(box), setting.offered[index].id, at: time)
  }

  /// Adds a drawn object and selects it.
  mutating func add(_ shape: Shape, _ label: LabelID, at time: Timestamp) -> [Effect] {
    guard let image else { return [] }
    var shape = shape
    if case .box(let box) = shape {
      shape = .box(box.roundedToTenths.clamped(to: image.size))
    }
    let state = ObjectState(status: .accepted, label: label, shape: shape)
    let object = ReviewObject(
      id: ObjectID(makeID(at: time)), origin: .drawn, state: state, revision: 0)
    let decision = makeDecision(
      .add, on: object, of: image.id, from: nil, to: state, at: time)
    apply(state, to: object)
    select(object.id, at: time)
    return commit([decision], on: image)
  }

  /// Draws with the mouse: press, drag and release over the picture.
  mutating func follow(_ mouse: Mouse, at time: Timestamp) -> [Effect] {
    guard !isWaiting, let image, let point = imagePoint(under: mouse) else { return [] }
    if look(with: mouse, at: point) { return [] }
    let place = point.clamped(to: image.size)
    if case .mask(let draft) = mode { return follow(mouse, at: place, finding: draft) }
    switch (mouse.phase, mode) {
    case (.press, .review), (.press, .draw):
      dragStart = place
    case (.drag, .review), (.drag, .draw):
      guard let dragStart else { return [] }
      mode = .draw(DrawDraft(anchor: dragStart, cursor: place))
    case (.release, .draw(let draft)):
      guard let start = dragStart else { return [] }
      dragStart = nil
      let box = Box(from: start, to: place)
      guard box.area > 0 else {
        if draft.anchor != nil { mode = .review }
        return []
      }
      return choose(labelFor: .box(box), at: time)
    case (.release, _):
      if dragStart != nil { pick(at: place, time: time) }
      dragStart = nil
    default: break
    }
    return []
  }

  /// Selects the smallest visible object under a point.
  private mutating func pick(at point: ImagePoint, time: Timestamp) {
    let hits = visibleObjects.filter { $0.state.shape.bounds.contains(point) }
    guard let best = hits.min(by: { $0.state.shape.bounds.area < $1.state.shape.bounds.area })
    else { return }
    select(best.id, at: time)
  }
}

extension ImagePoint {
  func clamped(to size: ImageSize) -> ImagePoint {
    ImagePoint(x: min(max(x, 0), Double(size.width)), y: min(max(y, 0), Double(size.height)))
  }
}

extension Box {
  func contains(_ point: ImagePoint) -> Bool {
    point.x >= x && point.x < maxX && point.y >= y && point.y < maxY
  }
}
