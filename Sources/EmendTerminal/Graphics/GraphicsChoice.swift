import EmendCore

/// How pictures reach one terminal, and why so.
public struct GraphicsChoice: Equatable, Sendable {
  public var kind: GraphicsKind
  /// A clause for `emend doctor`, without a full stop.
  public var reason: String

  /// The best that the terminal is known to show.
  ///
  /// In this order: kitty's protocol, sixel, iTerm2's images, text. kitty's and sixel are asked
  /// for, and iTerm2's go by the terminal's name, because no query tells.
  public init(for capabilities: TerminalCapabilities) {
    let family = TerminalFamily(capabilities)
    if capabilities.hasPlaceholders {
      self.init(.kitty, "tmux hands kitty's graphics on to a terminal that knows placeholders")
    } else if capabilities.hasKittyGraphics, family != .konsole {
      self.init(.kitty, "it took kitty's graphics")
    } else if capabilities.hasSixel {
      self.init(.sixel, "its features name sixel (4)")
    } else if let family, family.hasInlineImages {
      self.init(.iterm, "a terminal of its name shows iTerm2's inline images")
    } else if capabilities.isConsole {
      self.init(.blocks, "a console's font has no finer blocks")
    } else if let family, family.drawsSextants {
      self.init(.sextants, "it shows no pictures, and draws sextants itself")
    } else if capabilities.colours <= .eight {
      self.init(
        .blocks, "it shows no pictures, and a terminal with few colours may lack finer ones")
    } else {
      self.init(.quadrants, "it shows no pictures, and most fonts have quadrants")
    }
    if !kind.hasPixels, let obstacle = capabilities.tmuxObstacle { reason += "; \(obstacle)" }
  }

  /// What was asked for, where the terminal can show it.
  ///
  /// - Throws: ``GraphicsError`` where it is known not to.
  public init(_ kind: GraphicsKind, on capabilities: TerminalCapabilities) throws(GraphicsError) {
    if let message = Self.obstacle(to: kind, capabilities) { throw GraphicsError(message: message) }
    self.init(kind, "--graphics asks for it")
  }

  private init(_ kind: GraphicsKind, _ reason: String) { (self.kind, self.reason) = (kind, reason) }

  private static func obstacle(
    to kind: GraphicsKind, _ capabilities: TerminalCapabilities
  ) -> String? {
    switch kind {
    case .sixel where !capabilities.hasSixel:
      return "this terminal does not say that it shows sixel; start it so that it does "
        + "(xterm -ti vt340), or use --graphics blocks"
    case .kitty where capabilities.isTmux && !capabilities.hasPlaceholders:
      return "tmux does not hand kitty's graphics on to a terminal that knows placeholders "
        + "(kitty from 0.28 on, ghostty); run `tmux set -g allow-passthrough on` in one of them, "
        + "or use --graphics blocks"
    case .kitty where !capabilities.isTmux && !capabilities.hasKittyGraphics:
      return "this terminal does not answer kitty's graphics query; "
        + "use kitty, ghostty or WezTerm, or --graphics blocks"
    case .iterm where capabilities.isTmux || TerminalFamily(capabilities)?.hasInlineImages == false:
      return "this terminal does not show iTerm2's inline images; "
        + "use iTerm2, WezTerm or VS Code without tmux, or --graphics blocks"
    case .sextants, .quadrants:
      return capabilities.isConsole
        ? "a console's font has no \(kind.rawValue); use --graphics blocks" : nil
    default: return nil
    }
  }
}

/// The terminal cannot show pictures in the way that was asked for.
public struct GraphicsError: Error, Equatable, CustomStringConvertible {
  /// What is wrong and what to do.
  public var message: String
  public var description: String { message }
}
