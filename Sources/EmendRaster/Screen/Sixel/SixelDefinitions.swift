/// Which colour registers a sixel image defines.
enum SixelDefinitions {
  /// Those that it uses.
  case used
  /// All up to the highest that it uses.
  ///
  /// tmux (3.5a, seen 2026-11) writes each image anew and sends a register that was left out as
  /// `#n;0;0;0;0`, which names no colour space: xterm 379 then shows nothing of the image.
  case upToHighest

  func registers(for used: RegisterSet) -> RegisterSet {
    switch self {
    case .used: used
    case .upToHighest: used.filled
    }
  }
}
