import EmendCore

/// How one mark's outline is drawn: the same for boxes and for areas.
struct Stroke {
  var register: UInt8
  /// Black or white, to stand out from `register`.
  var contrast: UInt8
  /// The label's own pixels.
  var thickness: Int
  /// Pixels of contrast around them.
  var rim: Int
  var ink: Ink
  var rimInk: Ink?
  var inside: Ink?

  /// `side` is the shorter one of the mark's bounds in screen pixels.
  init(
    _ mark: Mark, side: Int, _ look: OverlayLook, _ detail: OverlayDetail,
    _ colours: inout OverlayColours
  ) {
    register = colours.register(of: mark.colour)
    contrast = colours.contrast(to: register)
    ink = .plain(register)
    thickness = 1
    rim = 0
    guard case .fine(let scale) = detail else {
      if mark.style == .rejected || mark.style == .selectedRejected {
        ink = .dots(register, on: 1, register, 0, gap: 1)
      }
      if mark.style == .ghost { ink = .plain(OverlayColours.ghost) }
      return
    }
    // Two pixels around an object of ten would hide it.
    thickness = (look.outline > 0 ? look.outline : side < 16 * scale ? 1 : 2) * scale
    rim = scale
    rimInk = .plain(contrast)
    switch mark.style {
    case .open, .selected: inside = Self.inside(mark, look, scale, &colours)
    case .decided:
      // A veil of the picture's own colours is seen where it is looked for, and no sooner.
      (thickness, ink) = (scale, .tint(colours.tint(mark.colour, percent: 65)))
      let shade = Colour(red: 0, green: 0, blue: 0)
      rimInk = .tint(colours.tint(shade, percent: 30))
    case .rejected, .selectedRejected:
      ink = .dots(register, on: 2 * scale, contrast, scale, gap: 3 * scale)
      (thickness, rimInk) = (scale, nil)
    case .ghost:
      ink = .dots(
        OverlayColours.ghost, on: 5 * scale, OverlayColours.dark, 2 * scale, gap: 3 * scale)
      (thickness, rimInk) = (scale, nil)
    }
  }

  private static func inside(
    _ mark: Mark, _ look: OverlayLook, _ scale: Int, _ colours: inout OverlayColours
  ) -> Ink? {
    switch look.masks {
    case .outline: nil
    case .tint: .tint(colours.tint(mark.colour, percent: 40))
    case .hatch:
      .dots(
        colours.register(of: mark.colour), on: scale, OverlayColours.none, 0, gap: 5 * scale)
    }
  }
}
