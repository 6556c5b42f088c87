import EmendCore

extension OverlayPlane {
  /// Writes names and scores beside the marks, the selected one's first.
  ///
  /// A tag that finds no place is left out; none covers the selected mark's edge. `outlines` is
  /// where the other marks are.
  mutating func drawTags(
    of scene: Scene, avoiding outlines: TagLayout, _ colours: inout OverlayColours, scale: Int
  ) {
    var layout = outlines
    let selected = scene.marks.filter(\.isSelected)
    for mark in selected.reversed() { drawTag(of: mark, scene.viewport, &layout, &colours, scale) }
    guard scene.look.tags == .all else { return }
    for mark in selected { keepFree(mark, scene.viewport, scale, &layout) }
    for style in [Mark.Style.open, .decided] {
      for mark in scene.marks where mark.style == style {
        drawTag(of: mark, scene.viewport, &layout, &colours, scale)
      }
    }
  }

  /// Where marks are, for tags to avoid.
  func outlines(of marks: some Sequence<Mark>, _ viewport: Viewport) -> TagLayout {
    var layout = TagLayout(screen: area)
    for mark in marks where !mark.shape.isWholeImage {
      if let bounds = screenArea(of: mark.shape, viewport) { layout.outline(bounds) }
    }
    return layout
  }

  /// A selected box may hold tags of others inside when it is large.
  private func keepFree(
    _ mark: Mark, _ viewport: Viewport, _ scale: Int, _ layout: inout TagLayout
  ) {
    guard !mark.shape.isWholeImage, let bounds = screenArea(of: mark.shape, viewport) else {
      return
    }
    let (outer, inner) = (bounds.grown(by: 4 * scale), bounds.grown(by: -4 * scale))
    guard case .box = mark.shape, bounds.shorterSide >= 96 * scale else {
      return layout.take(outer)
    }
    layout.take(outer.with(bottom: inner.top))
    layout.take(outer.with(top: inner.bottom))
    layout.take(outer.with(right: inner.left))
    layout.take(outer.with(left: inner.right))
  }

  private mutating func drawTag(
    of mark: Mark, _ viewport: Viewport, _ layout: inout TagLayout,
    _ colours: inout OverlayColours, _ scale: Int
  ) {
    guard let tag = mark.tag, let bounds = screenArea(of: mark.shape, viewport) else { return }
    let room = bounds.right - bounds.left
    // A tag that is much wider than its object says more than there is to see.
    let most = mark.isSelected ? Int.max : (room + 24 * scale) / (TagFont.width * scale)
    guard let cut = tag.cut(to: most) else { return }
    let width = cut.letters * TagFont.width * scale + 6 * scale
    let height = TagFont.height * scale
    let place = layout.place(
      TagLayout.Wish(
        width: width, height: height, bounds: bounds, rim: (mark.isSelected ? 5 : 1) * scale,
        mayLieInside: room > width && bounds.bottom - bounds.top > 3 * height,
        outlines: mark.isSelected ? .ignored : width <= room ? .hidden : .seen))
    if let place { draw(tag.text(cut), of: mark, in: place, &colours, scale) }
  }

  private mutating func draw(
    _ text: String, of mark: Mark, in place: ScreenRect, _ colours: inout OverlayColours,
    _ scale: Int
  ) {
    let register = colours.register(of: mark.colour)
    var letters = colours.contrast(to: register)
    if mark.style == .decided {
      // As quiet as its outline, and readable whatever the label's colour is.
      fill(place, .tint(colours.tint(Colour(red: 0, green: 0, blue: 0), percent: 65)))
      fill(place.with(right: place.left + 2 * scale), register)
      letters = OverlayColours.ghost
    } else {
      fill(place, register)
    }
    if mark.isSelected {
      frame(place.grown(by: scale), thickness: scale, .plain(OverlayColours.light))
    }
    write(text, at: ScreenPoint(x: place.left + 4 * scale, y: place.top), letters, scale)
  }

  /// Writes letters with their top-left corner at `start`; what lies outside the plane is cut.
  private mutating func write(
    _ text: String, at start: ScreenPoint, _ register: UInt8, _ scale: Int
  ) {
    for (index, letter) in text.enumerated() {
      let left = start.x + index * TagFont.width * scale
      let rows = TagFont.rows(of: letter.unicodeScalars.first ?? " ")
      for (row, pixels) in rows.enumerated() where pixels != 0 {
        let top = start.y + row * scale
        for column in 0..<TagFont.width where pixels >> (TagFont.width - 1 - column) & 1 == 1 {
          let x = left + column * scale
          fill(ScreenRect(left: x, top: top, right: x + scale, bottom: top + scale), register)
        }
      }
    }
  }
}

extension Mark.Tag {
  private static let mostLetters = 24

  /// How much of a tag is written.
  struct Cut {
    var name: Int
    var hasScore: Bool
    var letters: Int { name + (hasScore ? 5 : 0) }
  }

  /// As much as has at most so many letters; nil where the name alone has more.
  ///
  /// Letters are counted before there is a text, because most of 10,000 tags find no place.
  func cut(to most: Int) -> Cut? {
    let letters = name.utf8.allSatisfy { $0 < 0x80 } ? name.utf8.count : name.count
    let shown = min(letters, Self.mostLetters)
    guard shown > 0, shown <= most else { return nil }
    return Cut(name: shown, hasScore: score != nil && shown + 5 <= most)
  }

  func text(_ cut: Cut) -> String {
    let shown = cut.name < name.count ? name.prefix(cut.name - 1) + "…" : name
    guard let score, cut.hasScore else { return shown }
    return "\(shown) \(FixedPoint.text(score, decimals: 2))"
  }
}
