import EmendCore

extension OverlayPlane {
  /// Writes names and scores beside the marks, the selected one's first.
  ///
  /// A tag that finds no place is left out; none covers the selected mark's edge.
  mutating func drawTags(of scene: Scene, _ colours: inout OverlayColours, scale: Int) {
    guard scene.look.tags != .none else { return }
    var layout = TagLayout(screen: area)
    for mark in scene.marks.reversed() where mark.isSelected {
      drawTag(of: mark, scene.viewport, &layout, &colours, scale)
    }
    for mark in scene.marks where mark.isSelected { keepFree(mark, scene.viewport, scale, &layout) }
    guard scene.look.tags == .all else { return }
    for style in [Mark.Style.open, .decided] {
      for mark in scene.marks where mark.style == style {
        drawTag(of: mark, scene.viewport, &layout, &colours, scale)
      }
    }
  }

  /// A selected box may hold tags of others inside when it is large.
  private func keepFree(
    _ mark: Mark, _ viewport: Viewport, _ scale: Int, _ layout: inout TagLayout
  ) {
    guard let bounds = screenArea(of: mark.shape, viewport) else { return }
    let (outer, inner) = (bounds.grown(by: 4 * scale), bounds.grown(by: -4 * scale))
    let isSmall = min(bounds.right - bounds.left, bounds.bottom - bounds.top) < 96 * scale
    guard case .box = mark.shape, !isSmall else { return layout.take(outer) }
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
    // The text of a small object's tag would say more than there is to see.
    let room = bounds.right - bounds.left + 24 * scale
    let texts = mark.isSelected ? [tag.text] : [tag.text, tag.shortName]
    let margin = 2 * scale
    let text = texts.first { mark.isSelected || $0.count * TagFont.width * scale <= room }
    guard let text, !text.isEmpty else { return }
    let width = text.count * TagFont.width * scale + 2 * margin
    let height = TagFont.height * scale
    let isRoomy = bounds.right - bounds.left > width && bounds.bottom - bounds.top > 3 * height
    let place = layout.place(
      width: width, height: height, by: bounds, rim: (mark.isSelected ? 5 : 1) * scale,
      coversInside: isRoomy)
    guard let place else { return }
    let register = colours.register(of: mark.colour)
    let letters: UInt8
    if mark.style == .decided {
      fill(place, .tint(colours.tint(Colour(red: 0, green: 0, blue: 0), percent: 60)))
      letters = register
    } else {
      fill(place, register)
      letters = colours.contrast(to: register)
    }
    if mark.isSelected {
      frame(place.grown(by: scale), thickness: scale, .plain(OverlayColours.light))
    }
    write(text, at: ScreenPoint(x: place.left + margin, y: place.top), letters, scale)
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

  fileprivate var shortName: String {
    name.count > Self.mostLetters ? name.prefix(Self.mostLetters - 1) + "…" : name
  }

  fileprivate var text: String {
    guard let score else { return shortName }
    return "\(shortName) \(FixedPoint.text(score, decimals: 2))"
  }
}
