/// The terminals whose names say something about pictures that they cannot be asked.
enum TerminalFamily: CaseIterable {
  case alacritty
  case foot
  case ghostty
  case iTerm
  case kitty
  case konsole
  case mintty
  case mlterm
  case vsCode
  case vte
  case warp
  case wezTerm
  case xterm

  /// From the answer to XTVERSION, or else from the environment; nil for one that is not listed.
  init?(_ capabilities: TerminalCapabilities) {
    let names = [capabilities.name, capabilities.program].map { $0.lowercased() }
    // tmux and screen draw the screen themselves, whatever program is behind them.
    guard !capabilities.isTmux else { return nil }
    let found = names.lazy.compactMap { name in
      Self.allCases.first { family in family.prefixes.contains { name.hasPrefix($0) } }
    }
    guard let family = found.first else { return nil }
    self = family
  }

  /// What its name begins with, in small letters.
  private var prefixes: [String] {
    switch self {
    case .alacritty: ["alacritty"]
    case .foot: ["foot"]
    case .ghostty: ["ghostty"]
    case .iTerm: ["iterm"]
    case .kitty: ["kitty", "xterm-kitty"]
    case .konsole: ["konsole"]
    case .mintty: ["mintty"]
    case .mlterm: ["mlterm"]
    case .vsCode: ["vscode", "xterm.js"]
    case .vte: ["vte"]
    case .warp: ["warp"]
    case .wezTerm: ["wezterm"]
    case .xterm: ["xterm("]
    }
  }

  /// Whether it shows iTerm2's inline images, which no query tells.
  ///
  /// Read from each one's documentation or code, 2026-11; kitty's and xterm's have none.
  var hasInlineImages: Bool {
    switch self {
    case .iTerm, .konsole, .mintty, .vsCode, .warp, .wezTerm: true
    case .alacritty, .foot, .ghostty, .kitty, .mlterm, .vte, .xterm: false
    }
  }

  /// Whether it draws the sextants of Unicode 13 itself, whatever its font has.
  var drawsSextants: Bool {
    switch self {
    case .foot, .ghostty, .kitty, .vte, .wezTerm: true
    case .alacritty, .iTerm, .konsole, .mintty, .mlterm, .vsCode, .warp, .xterm: false
    }
  }

  /// Whether its text has 24 bits of colour.
  var hasDirectColour: Bool {
    switch self {
    case .mlterm: false
    default: true
    }
  }
}

extension TerminalCapabilities {
  /// Whether a terminal of this name and version shows kitty's images by placeholders.
  public static func knowsPlaceholders(_ name: String) -> Bool {
    if name.lowercased().hasPrefix("ghostty") { return true }
    // kitty(0.28.0), the first with them.
    guard name.hasPrefix("kitty(") else { return false }
    let numbers = name.dropFirst("kitty(".count).prefix { $0 != ")" }.split(separator: ".")
      .map { Int($0) ?? 0 }
    return numbers.count >= 2 && (numbers[0] > 0 || numbers[1] >= 28)
  }
}
