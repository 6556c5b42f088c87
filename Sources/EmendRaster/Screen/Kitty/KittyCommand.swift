/// Kitty's graphics protocol: `ESC _ G keys ; base64 ESC \`.
///
/// Source: sw.kovidgoyal.net/kitty/graphics-protocol. No command asks for an answer (`q=2`), which
/// would arrive among the reviewer's keys.
enum KittyCommand {
  /// The terminal takes at most 4096 bytes of base64 in one command; 3072 bytes make as many.
  static let chunkBytes = 3072

  /// Appends a command with a payload, in as many chunks as it needs.
  ///
  /// - Parameters:
  ///   - keys: such as `a=T,f=100,i=7`.
  ///   - payload: a file, or nothing.
  ///   - wrapping: what is done to each command for the sake of what lies between.
  ///   - bytes: gets the command.
  static func append(
    _ keys: String, _ payload: [UInt8] = [], wrapping: Wrapping = .none, to bytes: inout [UInt8]
  ) {
    var start = 0
    repeat {
      let end = min(start + chunkBytes, payload.count)
      let isLast = end == payload.count
      var command = Array("\u{1b}_G".utf8)
      // Further chunks carry nothing but `m`, and `q` in kitty before 0.28.
      command += (start == 0 ? "\(keys),q=2" : "q=2").utf8
      if start > 0 || !isLast { command += ",m=\(isLast ? 0 : 1)".utf8 }
      if end > start {
        command.append(UInt8(ascii: ";"))
        appendBase64(payload[start..<end], to: &command)
      }
      command += "\u{1b}\\".utf8
      wrapping.append(command, to: &bytes)
      start = end
    } while start < payload.count
  }

  /// How a command reaches the terminal.
  enum Wrapping: Sendable {
    case none
    /// Through tmux, which hands on what `ESC P tmux;` brings it, where every escape is doubled.
    case tmux

    fileprivate func append(_ command: [UInt8], to bytes: inout [UInt8]) {
      switch self {
      case .none: bytes += command
      case .tmux:
        bytes += "\u{1b}Ptmux;".utf8
        for byte in command {
          if byte == 0x1b { bytes.append(byte) }
          bytes.append(byte)
        }
        bytes += "\u{1b}\\".utf8
      }
    }
  }
}
