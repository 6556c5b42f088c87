extension Session {
  /// Has the model find the selected object's mask, from its box at first; without an object, a new
  /// one's.
  mutating func beginMask(isProbing: Bool = false) -> [Effect] {
    guard let selected else { return isProbing ? complain(Self.nothingToProbe) : beginNewMask() }
    guard !selected.state.shape.isWholeImage else {
      return complain("the label of a whole image has no mask; n finds a new object's")
    }
    let bounds = selected.state.shape.bounds
    var draft = MaskDraft(object: selected.id, cursor: bounds.centre, box: bounds)
    draft.isProbing = isProbing
    return begin(draft)
  }

  mutating func beginNewMask() -> [Effect] {
    guard let middle else { return complain("no image is open") }
    return begin(MaskDraft(object: nil, cursor: middle))
  }

  private static let nothingToProbe =
    "no object is selected: n starts a new one, a sets its first point"

  private mutating func begin(_ draft: MaskDraft) -> [Effect] {
    guard let image else { return complain("no image is open") }
    switch segmenter {
    case .missing(let advice): return complain(advice)
    case .failed(let reason): return complain(reason)
    case .reading, .ready: break
    }
    var draft = draft
    draft.cursor = draft.cursor.clamped(to: image.size)
    reveal(draft.cursor)
    return ask(draft)
  }

  mutating func perform(
    _ command: Command, finding draft: MaskDraft, at time: Timestamp
  ) -> [Effect] {
    var draft = draft
    if let index = command.labelIndex { return keep(draft, labelAt: index, time: time) }
    if let nudge = Nudge(command) {
      draft.cursor = moved(draft.cursor, nudge)
      mode = .mask(draft)
      reveal(draft.cursor)
      return []
    }
    switch command {
    case .pointOn: return set(PromptPoint(draft.cursor, .onObject), draft)
    case .pointOff: return set(PromptPoint(draft.cursor, .offObject), draft)
    case .takeBackPoint: return takeBackPoint(draft)
    case .toggleBox: return toggleBox(draft)
    case .nextCandidate: showMask(after: draft, by: 1)
    case .previousCandidate: showMask(after: draft, by: -1)
    case .probe: toggleProbe(draft)
    case .answerYes: return answerProbe(.onObject, draft)
    case .answerNo: return answerProbe(.offObject, draft)
    case .commit: return keep(draft, at: time)
    case .cancel: mode = .review
    default: break
    }
    return []
  }

  /// Adds a point and asks again.
  mutating func set(_ point: PromptPoint, _ draft: MaskDraft) -> [Effect] {
    var draft = draft
    draft.points.append(point)
    return ask(draft)
  }

  private mutating func takeBackPoint(_ draft: MaskDraft) -> [Effect] {
    var draft = draft
    guard draft.points.popLast() != nil else { return complain("there is no point to take back") }
    return ask(draft)
  }

  private mutating func toggleBox(_ draft: MaskDraft) -> [Effect] {
    var draft = draft
    guard draft.box == nil else {
      draft.box = nil
      return ask(draft)
    }
    guard let selected, selected.id == draft.object else {
      return complain("a new object has no box; drag one with the mouse, or set points")
    }
    draft.box = selected.state.shape.bounds
    return ask(draft)
  }

  private mutating func showMask(after draft: MaskDraft, by step: Int) {
    guard draft.masks.count > 1 else {
      _ = complain(draft.masks.isEmpty ? Self.noMask : "there is one mask only")
      return
    }
    var draft = draft
    draft.index = (draft.index + step + draft.masks.count) % draft.masks.count
    mode = .mask(draft)
  }

  static let noMask = "there is no mask yet: a sets a point on the object, x one off it"

  /// Sends what the model is shown by now; the masks shown stay until the answer comes.
  mutating func ask(_ draft: MaskDraft) -> [Effect] {
    guard let image else { return [] }
    var draft = draft
    draft.probe = nil
    guard draft.isShown else {
      (draft.masks, draft.awaited) = ([], nil)
      mode = .mask(draft)
      return []
    }
    questions += 1
    draft.awaited = questions
    mode = .mask(draft)
    return [
      .askMasks(
        MaskQuestion(image: image.id, number: questions, points: draft.points, box: draft.box))
    ]
  }
}

// MARK: - The mouse

extension Session {
  /// A click sets a point on the object; a drag shows the model a box.
  mutating func follow(
    _ mouse: Mouse, at place: ImagePoint, finding draft: MaskDraft
  ) -> [Effect] {
    switch mouse.phase {
    case .press: dragStart = place
    case .release:
      guard let start = dragStart else { return [] }
      dragStart = nil
      var draft = draft
      draft.cursor = place
      let box = Box(from: start, to: place)
      guard isDrag(box) else { return set(PromptPoint(place, .onObject), draft) }
      draft.box = box
      return ask(draft)
    case .drag, .wheel, .hold, .haul: break
    }
    return []
  }

  /// A hand that clicks moves a little.
  private func isDrag(_ box: Box) -> Bool {
    guard let viewport else { return false }
    return max(box.width * viewport.zoom, box.height * viewport.zoom) > 4 && box.area > 0
  }
}

// MARK: - Keeping

extension Session {
  /// Makes the mask shown the object's; a new object gets its label first.
  private mutating func keep(_ draft: MaskDraft, at time: Timestamp) -> [Effect] {
    guard let mask = draft.chosen?.mask else { return complain(Self.noMask) }
    guard draft.object != nil else { return choose(labelFor: .mask(mask), at: time) }
    mode = .review
    return decide(.reshape, at: time) {
      $0.shape = .mask(mask)
      $0.status = .accepted
    }
  }

  private mutating func keep(
    _ draft: MaskDraft, labelAt index: Int, time: Timestamp
  ) -> [Effect] {
    guard let mask = draft.chosen?.mask else { return complain(Self.noMask) }
    guard setting.offered.indices.contains(index) else {
      return complain("there are only \(setting.offered.count) labels")
    }
    let label = setting.offered[index].id
    mode = .review
    guard draft.object != nil else { return add(.mask(mask), label, at: time) }
    return decide(.reshape, at: time) {
      ($0.shape, $0.label, $0.status) = (.mask(mask), label, .accepted)
    }
  }
}
