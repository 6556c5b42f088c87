/// Draws a session as one screenful.
public func view(_ session: Session) -> Frame {
  let layout = session.layout
  guard session.size.rows >= 6, session.size.columns >= 40 else {
    return Frame(size: session.size, texts: session.tooSmall, scene: nil)
  }
  var texts = session.separator(layout)
  if case .help(let page) = session.mode {
    texts += session.helpTexts(page, layout)
    texts += session.listTexts(layout) + session.bars(layout)
    return Frame(size: session.size, texts: texts, scene: nil)
  }
  texts += session.listTexts(layout) + session.bars(layout)
  if session.image == nil { texts += session.emptyTexts(layout) }
  return Frame(
    size: session.size, texts: texts, scene: session.scene, cursor: session.textCursor(layout))
}

extension Session {
  fileprivate var tooSmall: [PlacedText] {
    [
      PlacedText(
        at: CellPoint(column: 0, row: 0), columns: size.columns,
        runs: [TextRun("emend needs 40x6 cells", .warning)])
    ]
  }

  fileprivate func separator(_ layout: Layout) -> [PlacedText] {
    (0..<layout.picture.rows).map { row in
      PlacedText(
        at: CellPoint(column: layout.picture.columns, row: layout.picture.row + row), columns: 1,
        runs: [TextRun("│", .dim)])
    }
  }

  fileprivate func emptyTexts(_ layout: Layout) -> [PlacedText] {
    let text = emptyReason ?? "opening …"
    return [
      PlacedText(
        at: CellPoint(column: 1, row: layout.picture.row + layout.picture.rows / 2),
        columns: layout.picture.columns - 1, runs: [TextRun(text, .heading)])
    ]
  }

  fileprivate func helpTexts(_ page: HelpPage, _ layout: Layout) -> [PlacedText] {
    let lines = helpLines(for: page.context)
    let width = min(18, lines.map(\.keys.count).max() ?? 0)
    let heading = PlacedText(
      at: CellPoint(column: 0, row: layout.picture.row), columns: layout.picture.columns,
      runs: [
        TextRun(" keys of \(page.context.rawValue)", .heading),
        TextRun("   j k scroll, any other key closes", .dim),
      ])
    let shown = lines.dropFirst(page.top).prefix(layout.picture.rows - 1)
    return [heading]
      + shown.enumerated().map { row, line in
        let pad = String(repeating: " ", count: max(1, width - line.keys.count + 2))
        return PlacedText(
          at: CellPoint(column: 0, row: layout.picture.row + 1 + row),
          columns: layout.picture.columns,
          runs: [TextRun(" " + line.keys, .hintKey), TextRun(pad + line.summary)])
      }
  }
}
