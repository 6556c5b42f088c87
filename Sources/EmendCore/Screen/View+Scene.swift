extension Session {
  /// What the picture's area shows; nil without an image.
  var scene: Scene? {
    guard let image, let viewport else { return nil }
    return Scene(
      image: image.id, area: layout.picture, viewport: viewport, tone: tone,
      marks: isOverlayHidden ? [] : marks, crosshair: crosshair)
  }

  private var crosshair: ImagePoint? {
    guard case .draw(let draft) = mode else { return nil }
    return draft.cursor
  }

  /// From back to front; the selected object comes last.
  private var marks: [Mark] {
    let others = visibleObjects.filter { $0.id != selection && $0.state.status != .removed }
    var marks = others.map { mark(of: $0, style: style(of: $0)) }
    switch mode {
    case .edit(let draft): marks += self.marks(of: draft)
    case .draw(let draft): marks += self.marks(of: draft)
    case .pick(let picker):
      marks += selectedMark
      if case .add(let box) = picker.purpose { marks += [drawn(box)] }
    case .review, .prompt, .help: marks += selectedMark
    }
    return marks
  }

  private var selectedMark: [Mark] {
    guard let selected, selected.state.status != .removed else { return [] }
    let isRejected = selected.state.status == .rejected
    return [mark(of: selected, style: isRejected ? .rejected : .selected)]
  }

  private func marks(of draft: EditDraft) -> [Mark] {
    guard let object = selected else { return [] }
    let ghost = object.detection.map {
      Mark(shape: $0.shape, style: .ghost, colour: colour(of: $0.best.label))
    }
    let edited = Mark(
      shape: .box(draft.box), style: .selected, colour: colour(of: object.state.label),
      edge: draft.edge)
    return [ghost, edited].compactMap(\.self)
  }

  private func marks(of draft: DrawDraft) -> [Mark] {
    draft.box.map { selectedMark + [drawn($0)] } ?? selectedMark
  }

  private func drawn(_ box: Box) -> Mark {
    Mark(
      shape: .box(box), style: .selected, colour: Colour(red: 255, green: 255, blue: 255))
  }

  private func mark(of object: ReviewObject, style: Mark.Style) -> Mark {
    Mark(shape: object.state.shape, style: style, colour: colour(of: object.state.label))
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
