import EmendCore

/// Names and scores beside the marks, as text.
struct CellTags {
  /// The cells that they take, by their place in the picture.
  private(set) var cells: [Int: ArtCell] = [:]

  private let columns: Int
  private let inks: CellInks
  private var layout: TagLayout

  /// One cell is one square of ``TagLayout``.
  private static let square = TagLayout.side

  init(_ scene: Scene, _ cell: ImageSize, _ inks: CellInks) {
    (columns, self.inks) = (scene.area.columns, inks)
    layout = TagLayout(
      screen: ScreenRect(
        left: 0, top: 0, right: scene.area.columns * Self.square,
        bottom: scene.area.rows * Self.square))
    guard scene.look.tags != .none else { return }
    let frames = scene.marks.map { CellLines.Frame(of: $0.shape, scene.viewport, cell) }
    // The lines of a box are not written over.
    for case let frame? in frames { keepFree(frame) }
    for (mark, frame) in zip(scene.marks, frames).reversed() {
      guard let frame, let tag = mark.tag else { continue }
      if mark.isSelected || (scene.look.tags == .all && mark.style != .ghost) {
        write(tag, of: mark, at: frame)
      }
    }
  }

  private mutating func keepFree(_ frame: CellLines.Frame) {
    let area = Self.area(frame)
    layout.take(area.with(bottom: area.top + Self.square))
    layout.take(area.with(top: area.bottom - Self.square))
    layout.take(area.with(right: area.left + Self.square))
    layout.take(area.with(left: area.right - Self.square))
  }

  private static func area(_ frame: CellLines.Frame) -> ScreenRect {
    ScreenRect(
      left: frame.left * square, top: frame.top * square, right: (frame.right + 1) * square,
      bottom: (frame.bottom + 1) * square)
  }

  private mutating func write(_ tag: Mark.Tag, of mark: Mark, at frame: CellLines.Frame) {
    let width = frame.right - frame.left + 1
    // A small object's tag would say more than there is to see.
    guard let cut = tag.cut(to: mark.isSelected ? .max : width + 4) else { return }
    let place = layout.place(
      TagLayout.Wish(
        width: cut.letters * Self.square, height: Self.square, bounds: Self.area(frame), rim: 0,
        mayLieInside: false, outlines: .seen))
    guard let place else { return }
    let text = tag.text(cut)
    let start = place.top / Self.square * columns + place.left / Self.square
    for (index, letter) in text.unicodeScalars.enumerated() {
      cells[start + index] = cell(letter, mark)
    }
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
