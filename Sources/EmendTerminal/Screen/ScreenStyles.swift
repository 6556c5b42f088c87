import CNcurses
import EmendCore

/// How ncurses is told to draw each role.
struct ScreenStyles: Sendable {
  private struct Style: Sendable {
    var attributes: attr_t
    var pair: Int16
  }

  private let styles: [Role: Style]

  /// Makes one colour pair a role.
  ///
  /// The corresponding C functions are `start_color`, `use_default_colors` and
  /// `init_extended_pair`. Where the terminal has no colours, a background shows as reversed.
  ///
  /// - Precondition: a screen is open.
  init(_ theme: Theme) {
    let hasColours = has_colors() && start_color() == OK && use_default_colors() == OK
    let depth = hasColours ? ColourDepth(colours: Int(em_colours())) : .none
    var styles: [Role: Style] = [:]
    // Pair 0 is the terminal's own and cannot be changed.
    for (number, role) in zip(Int16(1)..., Role.allCases) {
      let style = theme.styles[role] ?? TextStyle()
      styles[role] = Self.prepare(style, pair: number, depth)
    }
    self.styles = styles
  }

  /// The cell as ncurses takes it.
  ///
  /// The corresponding C function is `setcchar`.
  func styled(_ cell: TextCell) -> cchar_t {
    let style = styles[cell.role] ?? Style(attributes: 0, pair: 0)
    let characters = cell.scalars.map { wchar_t(bitPattern: $0) } + [0]
    var result = cchar_t()
    setcchar(&result, characters, style.attributes, style.pair, nil)
    return result
  }

  private static func prepare(_ style: TextStyle, pair: Int16, _ depth: ColourDepth) -> Style {
    let isReversed = style.isReversed || (depth == .none && style.background != nil)
    let attributes =
      (style.isBold ? em_A_BOLD : 0) | (isReversed ? em_A_REVERSE : 0)
    guard depth != .none, pair < em_pairs() else { return Style(attributes: attributes, pair: 0) }
    // -1 is the terminal's own colour.
    let foreground = style.foreground.flatMap(depth.index) ?? -1
    let background = style.background.flatMap(depth.index) ?? -1
    let isReady = init_extended_pair(Int32(pair), foreground, background) == OK
    return Style(attributes: attributes, pair: isReady ? pair : 0)
  }
}
