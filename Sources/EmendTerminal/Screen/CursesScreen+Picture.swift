import CNcurses

extension CursesScreen {
  /// Writes a picture's bytes whole, after the text that belongs to the same frame.
  ///
  /// The corresponding C function is `write`. The cursor and the colours are saved and restored
  /// around them, so that ncurses knows where it is, and a terminal that can (mode 2026) shows the
  /// frame at once. Blocks until the terminal has taken the last byte: a sixel that ends early
  /// would swallow the text after it.
  ///
  /// - Parameter bytes: whole sequences, each with its own absolute position (`CSI row;column H`).
  /// - Throws: ``TerminalError/Code/lost``.
  public func writePicture(_ bytes: [UInt8]) throws(TerminalError) {
    guard !bytes.isEmpty else { return }
    let frame = Array("\u{1b}[?2026h\u{1b}7".utf8) + bytes + Array("\u{1b}8\u{1b}[?2026l".utf8)
    try TerminalFile.write(frame, to: output)
  }

  /// Makes the next ``show(_:replacing:)`` send every cell, for ctrl+l and after a resize.
  ///
  /// The corresponding C function is `clearok`. The picture is cleared too.
  public func redrawAll() { clearok(em_curscr(), true) }

  /// Scrolls the pictures that the terminal remembers off the screen, and clears it.
  ///
  /// xterm remembers 16 sixel images and forgets the one with the smallest row first, which would
  /// be the base picture under its patches; with a negative row the old ones go first
  /// (`MAX_GRAPHICS` in xterm 379 and 410, seen 2026-11). To be called before a base picture is
  /// sent again; the text and the picture must be sent whole after it.
  ///
  /// - Throws: ``TerminalError/Code/lost``.
  public func ageImages() throws(TerminalError) {
    try TerminalFile.write(Array("\u{1b}[H\u{1b}[100S".utf8), to: output)
    redrawAll()
  }
}
