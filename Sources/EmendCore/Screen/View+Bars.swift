extension Session {
  /// The status line above, and below the line of hints, a notice or what is typed.
  func bars(_ layout: Layout) -> [PlacedText] {
    [
      PlacedText(
        at: CellPoint(column: 0, row: layout.statusRow), columns: size.columns - Self.savedColumns,
        runs: statusRuns),
      PlacedText(
        at: CellPoint(column: size.columns - Self.savedColumns, row: layout.statusRow),
        columns: Self.savedColumns,
        runs: [unsaved.isEmpty ? TextRun("  saved", .status) : TextRun("  saving", .pending)]),
      PlacedText(
        at: CellPoint(column: 0, row: layout.hintRow), columns: size.columns, runs: bottomRuns),
    ]
  }

  func textCursor(_ layout: Layout) -> CellPoint? {
    switch mode {
    case .prompt(let prompt):
      CellPoint(
        column: min(size.columns - 1, prompt.kind.lead.count + prompt.text.count),
        row: layout.hintRow)
    case .pick(let picker):
      CellPoint(
        column: min(size.columns - 1, layout.list.column + 7 + picker.text.count),
        row: layout.list.row)
    case .review, .edit, .draw, .mask, .help: nil
    }
  }

  /// The saved state keeps its place at the right, however long the rest is.
  private static let savedColumns = 9

  private var statusRuns: [TextRun] {
    guard let image else { return [TextRun(" emend", .statusStrong)] }
    var parts = [queueText(image)]
    // Before what may be cut off: the list has room for a few letters of it only.
    if let text = selected?.state.text, !text.isEmpty { parts.append("says “\(text)”") }
    if let reason = image.place?.reason, !reason.isEmpty { parts.append(reason) }
    parts += [image.model, zoomText]
    if let reading = segmenterText { parts.append(reading) }
    if tone != .neutral { parts.append(tone.text) }
    if image.state.isFlagged { parts.append("flagged") }
    if !image.state.comment.isEmpty { parts.append("“\(image.state.comment)”") }
    return [
      TextRun(" \(shortName(image.name))", .statusStrong),
      TextRun(parts.map { " · \($0)" }.joined(), .status),
    ]
  }

  /// The file's own name; the folders above it are the same for most images.
  private func shortName(_ name: String) -> Substring {
    name.split(separator: "/").last ?? name[...]
  }

  private func queueText(_ image: ReviewImage) -> String {
    switch image.state.progress {
    case .reviewed: return "reviewed"
    case .skipped: return "skipped"
    case .open:
      guard let place = image.place else { return "not in the queue" }
      return "\(place.position) of \(place.remaining)"
    }
  }

  private var zoomText: String {
    guard let viewport else { return "" }
    let percent = "\(Int((viewport.zoom * 100).rounded())) %"
    return zoom == .fit ? "whole \(percent)" : percent
  }

  private var bottomRuns: [TextRun] {
    if case .prompt(let prompt) = mode {
      return [TextRun(prompt.kind.lead, .prompt), TextRun(prompt.text)]
    }
    if let notice {
      let role: Role =
        switch notice.weight {
        case .note: .text
        case .warning: .warning
        case .failure: .failure
        }
      return [TextRun(" " + notice.text, role)]
    }
    switch mode {
    case .edit(let draft): return editRuns(draft)
    case .draw(let draft): return drawRuns(draft)
    case .mask(let draft): return maskRuns(draft)
    case .pick: return hints([("type", "to narrow"), ("enter", "give"), ("esc", "leave")])
    case .review, .prompt, .help: return reviewHints
    }
  }

  /// What the keys have made of the box or a point, and how far the box is from the prediction.
  private func editRuns(_ draft: EditDraft) -> [TextRun] {
    if let point = draft.point { return pointRuns(draft, point) }
    let box = draft.box
    let edge = draft.edge?.rawValue ?? (draft.pose == nil ? "whole box" : "whole pose")
    var text = " \(edge)  x \(tenths(box.x)) y \(tenths(box.y))"
    text += " w \(tenths(box.width)) h \(tenths(box.height))"
    if let detection = selected?.detection {
      let overlap = detection.shape.bounds.overlap(with: box)
      text += "  IoU to prediction \(FixedPoint.text(overlap, decimals: 2))"
    }
    return [TextRun(text, .prompt)]
      + hints([
        ("enter", "keep"), ("esc", "leave"), ("hjkl", "1 px"), ("HJKL", "10"), ("arrows", "0.1"),
        ("tab", draft.pose == nil ? "edge" : "point"),
      ])
  }

  private func pointRuns(_ draft: EditDraft, _ index: Int) -> [TextRun] {
    guard let object = selected, let pose = draft.pose?.fitted(to: draft.box) else { return [] }
    let point = pose.points[index]
    let names = setting.skeleton(of: object.state.label, points: pose.points.count).names
    let text =
      " \(names[index]), \(point.visibility.word)  x \(tenths(point.place.x)) "
      + "y \(tenths(point.place.y))"
    let keys = setting.keymap.keys(for: .nextVisibility, in: .edit).prefix(1)
    return [TextRun(text, .prompt)]
      + hints(
        [("enter", "keep"), ("esc", "leave"), ("hjkl", "1 px"), ("tab", "point")]
          + keys.map { ($0, "visible or not") })
  }

  private func drawRuns(_ draft: DrawDraft) -> [TextRun] {
    var text = " x \(tenths(draft.cursor.x)) y \(tenths(draft.cursor.y))"
    if let box = draft.box {
      text += "  w \(tenths(box.width)) h \(tenths(box.height))"
      return [TextRun(text, .prompt)]
        + hints([
          ("enter", "label"), ("1-9", "label it"), ("esc", "leave"),
          ("hjkl HJKL arrows", "other corner"),
        ])
    }
    return [TextRun(text, .prompt)]
      + hints([("enter", "set it"), ("esc", "leave"), ("hjkl HJKL arrows", "first corner")])
  }

  private var reviewHints: [TextRun] {
    let wanted: [(Command, String)] = [
      (.acceptObject, "accept"), (.rejectObject, "reject"), (.giveLabel1, "label"),
      (.editBox, "edit"), (.newBox, "new box"), (.acceptImage, "accept all"),
      (.skipImage, "skip"), (.undo, "undo"), (.help, "help"), (.quit, "quit"),
    ]
    return hints(
      wanted.compactMap { command, word in
        let key = setting.keymap.keys(for: command, in: .review).first
        return key.map { (command == .giveLabel1 && $0 == "1" ? "1-9" : $0, word) }
      })
  }

  func hints(_ pairs: [(key: String, word: String)]) -> [TextRun] {
    pairs.flatMap { pair in
      [TextRun(" \(pair.key)", .hintKey), TextRun(" \(pair.word) ", .hint)]
    }
  }
}

extension Keypoint.Visibility {
  fileprivate var word: String {
    switch self {
    case .unlabelled: "not there"
    case .hidden: "hidden"
    case .visible: "visible"
    }
  }
}

/// A number with one decimal, as coordinates are shown.
private func tenths(_ value: Double) -> String { FixedPoint.text(value, decimals: 1) }
