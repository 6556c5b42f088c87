/// In what unit the terminal tells where the mouse is.
enum MouseUnit: Equatable, Sendable {
  /// Mode 1006.
  case cells
  /// Mode 1016, with the pixels of one cell.
  case pixels(cellWidth: Int, cellHeight: Int)
}

extension InputToken {
  /// What the mouse did; nil for anything else, and for a fourth button.
  ///
  /// The form is `CSI < button;x;y` and `M`, or `m` for a release (xterm's ctlseqs, "SGR").
  func mouseEvent(in unit: MouseUnit) -> MouseEvent? {
    guard case .sequence(let sequence) = self, sequence.prefix == UInt8(ascii: "<"),
      sequence.parameters.count == 3,
      let kind = Self.mouseKind(sequence.parameters[0], final: sequence.final)
    else { return nil }
    let (x, y) = (Double(sequence.parameters[1]), Double(sequence.parameters[2]))
    guard x >= 1, y >= 1 else { return nil }
    return switch unit {
    case .cells: MouseEvent(kind: kind, x: x - 0.5, y: y - 0.5)
    case .pixels(let width, let height):
      MouseEvent(kind: kind, x: (x - 0.5) / Double(width), y: (y - 0.5) / Double(height))
    }
  }

  /// Bits 0 and 1 are the button, 2 to 4 shift, alt and control, 5 motion, 6 the wheel.
  private static func mouseKind(_ code: Int, final: UInt8) -> MouseEvent.Kind? {
    guard final == UInt8(ascii: "M") || final == UInt8(ascii: "m"), code < 128 else { return nil }
    if code & 64 != 0 {
      return switch code & 3 {
      case 0: .scrollUp
      case 1: .scrollDown
      default: nil
      }
    }
    let buttons: [MouseEvent.Button] = [.left, .middle, .right]
    guard code & 3 < buttons.count else { return nil }
    let button = buttons[code & 3]
    if final == UInt8(ascii: "m") { return .release(button) }
    return code & 32 == 0 ? .press(button) : .drag(button)
  }
}
