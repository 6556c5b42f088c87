public import EmendCore

/// What arrives from the terminal.
public enum TerminalInput: Equatable, Sendable {
  case key(Key)
  case mouse(MouseEvent)
  /// The terminal told the size of its cells, after a resize.
  case resized(TerminalSize)
  /// The terminal has worked through all that was written before it was asked.
  case caughtUp
  /// The terminal is gone; nothing more arrives.
  case closed
}

/// One thing that the mouse did.
public struct MouseEvent: Equatable, Sendable {
  public enum Button: Equatable, Sendable {
    case left
    case middle
    case right
  }

  public enum Kind: Equatable, Sendable {
    case press(Button)
    /// Moved with the button held.
    case drag(Button)
    case release(Button)
    case scrollUp
    case scrollDown
  }

  public var kind: Kind
  /// From the left edge of the screen, in cells; with fractions where the terminal tells pixels,
  /// else the middle of the cell.
  public var x: Double
  /// From the top edge of the screen, in cells, as `x`.
  public var y: Double

  public var column: Int { Int(x) }
  public var row: Int { Int(y) }

  public init(kind: Kind, x: Double, y: Double) {
    self.kind = kind
    self.x = x
    self.y = y
  }
}
