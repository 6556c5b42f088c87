/// A way to show pictures.
public enum GraphicsKind: String, CaseIterable, Sendable {
  case kitty
  case sixel
  /// iTerm2's inline images.
  case iterm
  /// Text, six spots to a cell.
  case sextants
  /// Text, four spots to a cell.
  case quadrants
  /// Text, two spots to a cell.
  case blocks

  /// Whether it shows the terminal's own pixels rather than text.
  public var hasPixels: Bool {
    switch self {
    case .kitty, .sixel, .iterm: true
    case .sextants, .quadrants, .blocks: false
    }
  }
}
