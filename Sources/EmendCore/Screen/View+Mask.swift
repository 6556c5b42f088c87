extension Session {
  /// What the status line says of the model that answers masks; nothing where there is none.
  var segmenterText: String? {
    switch segmenter {
    case .missing: nil
    case .reading: "reading for masks"
    case .ready: "masks ready"
    case .failed: "no masks here"
    }
  }

  /// Which of the model's masks is shown, and from what.
  func maskRuns(_ draft: MaskDraft) -> [TextRun] {
    if draft.asked != nil {
      return [TextRun(" is this dot on the object?", .prompt)]
        + hints([("y", "yes"), ("n", "no"), ("p", "stop asking"), ("enter", "keep")])
    }
    return [TextRun(" " + standing(of: draft), .prompt)]
      + hints([
        ("a", "on"), ("x", "off"), ("tab", "other mask"), ("u", "take back"), ("p", "ask me"),
        ("enter", "keep"), ("esc", "leave"), ("hjkl HJKL arrows", "move"),
      ])
  }

  private func standing(of draft: MaskDraft) -> String {
    var parts: [String] = []
    if let chosen = draft.chosen {
      let score = FixedPoint.text(chosen.score, decimals: 2)
      parts.append("mask \(draft.index + 1) of \(draft.masks.count), \(score)")
    }
    if draft.awaited != nil { parts.append(segmenter == .ready ? "asking" : "reading the image") }
    let count = draft.points.count
    if count > 0 || draft.box == nil { parts.append("\(count) \(count == 1 ? "point" : "points")") }
    if draft.box != nil { parts.append("box") }
    return parts.joined(separator: " · ")
  }
}
