import Glibc

/// Pictures on their way to the terminal, written as fast as it takes them while keys are read.
///
/// Over SSH a picture takes up to seconds, and a `write` that blocks for so long would hold up the
/// keys. So it goes through a description of the terminal of its own, which does not block; the
/// other one, which ncurses writes text to, stays as it was found.
struct PictureOutput: ~Copyable {
  /// Nil where the terminal cannot be opened by its name, as in some containers: then every
  /// picture is written in one go.
  private let own: Int32?
  private let output: Int32
  private var waiting: [[UInt8]] = []
  private var current: [UInt8] = []
  private var written = 0

  /// The corresponding C functions are `ttyname_r` and `open`.
  init(terminal: Int32) {
    output = terminal
    var name = [CChar](repeating: 0, count: 256)
    guard ttyname_r(terminal, &name, name.count) == 0 else {
      own = nil
      return
    }
    let file = open(name, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    own = file < 0 ? nil : file
  }

  deinit { if let own { close(own) } }

  /// Whether a sequence was begun and not ended: nothing else may be written then.
  var isWithinSequence: Bool { written < current.count }

  /// Whether something is still to be written.
  var isBusy: Bool { isWithinSequence || !waiting.isEmpty }

  /// What to wait for (`POLLOUT`) while it is busy.
  var file: Int32 { own ?? output }

  /// Takes whole sequences; they are begun in order, by ``advance()``.
  mutating func append(_ sequences: [[UInt8]]) { waiting += sequences }

  /// Writes what the terminal takes now, to the end of a sequence at most, so that text can go
  /// between two.
  mutating func advance() throws(TerminalError) {
    if !isWithinSequence {
      guard !waiting.isEmpty else { return }
      (current, written) = (waiting.removeFirst(), 0)
    }
    guard let own else { return try finishSequence() }
    while isWithinSequence {
      let count = try TerminalFile.writeAvailable(current[written...], to: own)
      guard count > 0 else { return }
      written += count
    }
  }

  /// Forgets what was not begun, and writes the sequence that was begun to its end, for however
  /// long that takes: a sixel that ends early would swallow the text after it.
  mutating func finish() throws(TerminalError) {
    waiting = []
    try finishSequence()
  }

  private mutating func finishSequence() throws(TerminalError) {
    try writeRest()
    (current, written) = ([], 0)
  }

  /// Writes the sequence that was begun to its end, before the screen is given up.
  borrowing func writeRest() throws(TerminalError) {
    try TerminalFile.write(Array(current[written...]), to: output)
  }
}
