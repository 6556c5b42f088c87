extension Session {
  /// What the picture's area shows; nil without an image.
  var scene: Scene? {
    guard let image, let viewport else { return nil }
    var scene = Scene(
      image: image.id, area: layout.picture, viewport: viewport, tone: tone,
      marks: isOverlayHidden ? [] : marks, look: overlayLook)
    switch mode {
    case .draw(let draft): scene.crosshair = draft.cursor
    case .mask(let draft):
      (scene.points, scene.probe) = (isOverlayHidden ? [] : draft.points, draft.asked)
      // Two crossing lines beside the dot asked about would only hide what is under it.
      if draft.asked == nil { scene.crosshair = draft.cursor }
    case .review, .edit, .pick, .prompt, .help: break
    }
    return scene
  }

  /// From back to front: what is decided, what is open, the selected object.
  private var marks: [Mark] {
    let names = Dictionary(setting.labels.map { ($0.id, $0.name) }) { first, _ in first }
    let others = visibleObjects.filter { $0.id != selection && $0.state.status != .removed }
    let open = others.filter { $0.state.status == .open }
    let decided = others.filter { $0.state.status != .open }
    return (decided + open).map { mark(of: $0, style: style(of: $0), names) } + drafts(names)
  }

  /// What the keys are on.
  private func drafts(_ names: [LabelID: String]) -> [Mark] {
    switch mode {
    case .edit(let draft): marks(of: draft, names)
    case .draw(let draft):
      selectedMark(names) + [draft.box].compactMap { $0.map { drawn(.box($0)) } }
    case .mask(let draft): marks(of: draft, names)
    case .pick(let picker):
      if case .add(let shape) = picker.purpose {
        selectedMark(names) + [drawn(shape)]
      } else {
        selectedMark(names)
      }
    case .review, .prompt, .help: selectedMark(names)
    }
  }

  private func selectedMark(_ names: [LabelID: String]) -> [Mark] {
    guard let selected, selected.state.status != .removed else { return [] }
    let isRejected = selected.state.status == .rejected
    return [mark(of: selected, style: isRejected ? .selectedRejected : .selected, names)]
  }

  private func marks(of draft: EditDraft, _ names: [LabelID: String]) -> [Mark] {
    guard let object = selected else { return [] }
    let ghost = object.detection.map {
      Mark(shape: $0.shape, style: .ghost, colour: colour(of: $0.best.label))
    }
    let edited = Mark(
      shape: draft.shape, style: .selected, colour: colour(of: object.state.label),
      edge: draft.edge, point: draft.point, limbs: limbs(of: object), tag: tag(of: object, names))
    return [ghost, edited].compactMap(\.self)
  }

  /// The mask shown, and behind it what the model was shown of the object.
  private func marks(of draft: MaskDraft, _ names: [LabelID: String]) -> [Mark] {
    let object = draft.object == nil ? nil : selected
    guard let mask = draft.chosen?.mask else {
      return (object == nil ? [] : selectedMark(names))
        + [draft.object == nil ? draft.box : nil].compactMap { $0.map { drawn(.box($0)) } }
    }
    var found = drawn(.mask(mask))
    if let object {
      found.colour = colour(of: object.state.label)
      found.tag = Mark.Tag(name: setting.name(of: object.state.label))
    }
    let ghost = draft.box.map { Mark(shape: .box($0), style: .ghost, colour: found.colour) }
    return [ghost, found].compactMap(\.self)
  }

  private func drawn(_ shape: Shape) -> Mark {
    Mark(shape: shape, style: .selected, colour: Colour(red: 255, green: 255, blue: 255))
  }

  private func mark(
    of object: ReviewObject, style: Mark.Style, _ names: [LabelID: String]
  ) -> Mark {
    Mark(
      shape: object.state.shape, style: style, colour: colour(of: object.state.label),
      limbs: limbs(of: object), tag: tag(of: object, names))
  }

  private func limbs(of object: ReviewObject) -> [Skeleton.Limb] {
    guard case .keypoints(let pose) = object.state.shape else { return [] }
    return setting.skeleton(of: object.state.label, points: pose.points.count).limbs
  }

  /// A score belongs to a prediction: beside a person's word it would misread as that word's.
  private func tag(of object: ReviewObject, _ names: [LabelID: String]) -> Mark.Tag {
    let label = object.state.label
    return Mark.Tag(
      name: names[label] ?? setting.name(of: label),
      score: object.state.status == .open ? object.detection?.best.score : nil)
  }

  private func colour(of label: LabelID) -> Colour { setting.theme.colour(of: label) }

  private func style(of object: ReviewObject) -> Mark.Style {
    switch object.state.status {
    case .open: .open
    case .accepted: .decided
    case .rejected, .removed: .rejected
    }
  }
}
