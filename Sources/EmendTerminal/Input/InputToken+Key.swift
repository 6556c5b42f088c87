import EmendCore

extension InputToken {
  /// The key that the token stands for; nil for an answer, the mouse, and keys that emend does not
  /// know.
  ///
  /// Read from the sequences of xterm, rxvt, the Linux console, screen and tmux rather than from
  /// terminfo: terminfo knows one sequence a key, in the mode that it would switch on, and a
  /// mouse report or a late answer would come apart into keys.
  var key: Key? {
    switch self {
    case .character(let scalar): .character(Character(scalar))
    case .control(let byte): Self.key(control: byte)
    case .applicationKey(UInt8(ascii: "M")): .enter
    case .applicationKey(let letter): Self.key(letter: letter)
    case .sequence(let sequence): Self.key(sequence)
    case .version, .graphics, .malformed: nil
    }
  }

  private static func key(control byte: UInt8) -> Key? {
    switch byte {
    case 0x09: .tab
    case 0x0a, 0x0d: .enter
    case 0x08, 0x7f: .backspace
    case 0x1b: .escape
    case 0x01...0x1a: .control(Character(Unicode.Scalar(byte + 0x60)))
    default: nil
    }
  }

  private static func key(letter: UInt8) -> Key? {
    switch letter {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "Z"): .backTab
    default: nil
    }
  }

  private static func shifted(letter: UInt8) -> Key? {
    switch letter {
    case UInt8(ascii: "A"): .shiftUp
    case UInt8(ascii: "B"): .shiftDown
    case UInt8(ascii: "C"): .shiftRight
    case UInt8(ascii: "D"): .shiftLeft
    default: nil
    }
  }

  /// rxvt sends `CSI a` for shift and an arrow.
  private static func rxvtShifted(letter: UInt8) -> Key? {
    (UInt8(ascii: "a")...UInt8(ascii: "d")).contains(letter) ? shifted(letter: letter - 32) : nil
  }

  /// With a modifier held the same key with a second parameter, one more than the sum of shift (1),
  /// alt (2) and control (4); shift is told apart on arrows only.
  private static func key(_ sequence: ControlSequence) -> Key? {
    guard sequence.prefix == nil, sequence.intermediates.isEmpty else { return nil }
    guard sequence.final == UInt8(ascii: "~") else {
      let hasShift = sequence.parameters.count == 2 && sequence.parameters[1] == 2
      return (hasShift ? shifted(letter: sequence.final) : nil) ?? key(letter: sequence.final)
        ?? rxvtShifted(letter: sequence.final)
    }
    return switch sequence.parameters.first {
    case 1, 7: .home
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    default: nil
    }
  }
}
