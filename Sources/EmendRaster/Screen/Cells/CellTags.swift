import EmendCore

/// Names and scores beside the marks, as text.
struct CellTags {
  /// The cells that they take, by their place in the picture.
  private(set) var cells: [Int: ArtCell] = [:]

  private let columns: Int
  private let inks: CellInks
  private var isTaken: [Bool]

  init(_ scene: Scene, _ cell: ImageSize, _ inks: CellInks) {
    (columns, self.inks) = (scene.area.columns, inks)
    isTaken = Array(repeating: false, count: scene.area.columns * scene.area.rows)
    guard scene.look.tags != .none else { return }
    let frames = scene.marks.map { CellLines.Frame(of: $0.shape, scene.viewport, cell) }
    // The lines of a box are not written over.
    var lines = CellLines(columns: columns, rows: scene.area.rows)
    for case (let mark, let frame?) in zip(scene.marks, frames)
    where mark.isLined || mark.isArea {
      lines.draw(frame, CellLines.Pen(weight: .light, colour: CellLines.Pen.white))
    }
    for index in isTaken.indices where lines.knots[index] != nil { isTaken[index] = true }
    for (mark, frame) in zip(scene.marks, frames).reversed() {
      guard let frame, let tag = mark.tag else { continue }
      if mark.isSelected || (scene.look.tags == .all && mark.style != .ghost) {
        write(tag, of: mark, at: frame)
      }
    }
  }

  private mutating func write(_ tag: Mark.Tag, of mark: Mark, at frame: CellLines.Frame) {
    let name = Array(tag.name.unicodeScalars.prefix(24))
    let score = tag.score.map { " " + FixedPoint.text($0, decimals: 2) } ?? ""
    // A small object's tag would say more than there is to see.
    let width = frame.right - frame.left + 5
    guard mark.isSelected || name.count <= width else { return }
    let texts = mark.isSelected ? [name + Array(score.unicodeScalars), name] : [name]
    for text in texts {
      guard let start = place(text.count, by: frame, of: mark) else { continue }
      for (index, letter) in text.enumerated() {
        isTaken[start + index] = true
        cells[start + index] = cell(letter, mark)
      }
      return
    }
  }

  /// The first of so many free cells above a box, or else below it; nil where there are none.
  ///
  /// The whole image may leave no room there, so that its tag lies inside.
  private func place(_ count: Int, by frame: CellLines.Frame, of mark: Mark) -> Int? {
    guard frame.left < columns, frame.right >= 0, count > 0, count <= columns else { return nil }
    let inset = mark.shape.isWholeImage ? 1 : 0
    let left = min(max(0, frame.left) + inset, columns - count)
    let rows = 0..<isTaken.count / columns
    let inside = mark.shape.isWholeImage ? [max(0, frame.top) + 1] : []
    return ([frame.top - 1] + inside + [frame.bottom + 1]).lazy.filter(rows.contains)
      .map { $0 * columns + left }
      .first { start in !isTaken[start..<start + count].contains(true) }
  }

  private func cell(_ letter: Unicode.Scalar, _ mark: Mark) -> ArtCell {
    let black = Colour(red: 0, green: 0, blue: 0)
    let light = (SIMD3(mark.colour) * SIMD3<Float>(0.3, 0.59, 0.11)).sum()
    let (own, contrast) = (
      inks.ink(mark.colour), inks.ink(light > 110 ? black : CellLines.Pen.white)
    )
    let isDim = mark.style == .decided || own == contrast || inks.colours == .none
    return ArtCell(
      scalar: letter.shown.value, character: isDim ? own : contrast,
      background: isDim ? inks.ink(black) : own)
  }
}

extension Unicode.Scalar {
  /// Itself where every terminal gives it one cell; else a dot in the middle.
  fileprivate var shown: Unicode.Scalar {
    switch value {
    case 0x20...0x7e, 0xa1...0xac, 0xae...0x17f, 0x2026: self
    default: "\u{b7}"
    }
  }
}
