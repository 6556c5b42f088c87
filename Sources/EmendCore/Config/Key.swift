/// A key as the terminal reports it, independent of ncurses.
public enum Key: Hashable, Sendable {
  case character(Character)
  case control(Character)
  case escape
  case enter
  case tab
  case backTab
  case backspace
  case delete
  case up
  case down
  case left
  case right
  case shiftUp
  case shiftDown
  case shiftLeft
  case shiftRight
  case home
  case end
  case pageUp
  case pageDown
}

extension Key: LosslessStringConvertible {
  /// What keys that are no single character are called in a keymap, without `ctrl+`.
  public static var names: [String] { named.map(\.1) }

  private static let named: [(Key, String)] = [
    (.escape, "esc"), (.enter, "enter"), (.tab, "tab"), (.backTab, "shift+tab"),
    (.backspace, "backspace"), (.delete, "delete"), (.up, "up"), (.down, "down"),
    (.left, "left"), (.right, "right"), (.shiftUp, "shift+up"),
    (.shiftDown, "shift+down"), (.shiftLeft, "shift+left"), (.shiftRight, "shift+right"),
    (.home, "home"), (.end, "end"), (.pageUp, "pageup"), (.pageDown, "pagedown"),
    (.character(" "), "space"),
  ]

  /// As a keymap writes it: `a`, `A`, `space`, `ctrl+r`, `shift+tab`.
  public var description: String {
    if let named = Self.named.first(where: { $0.0 == self }) { return named.1 }
    switch self {
    case .character(let character): return String(character)
    case .control(let character): return "ctrl+\(character)"
    default: preconditionFailure("a key without a name")
    }
  }

  public init?(_ description: String) {
    if let named = Self.named.first(where: { $0.1 == description }) {
      self = named.0
    } else if description.hasPrefix("ctrl+"), description.count == 6, let last = description.last {
      self = .control(last)
    } else if description.count == 1, let only = description.first {
      self = .character(only)
    } else {
      return nil
    }
  }
}
