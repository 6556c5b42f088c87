import CNcurses

extension CursesScreen {
  /// Takes a picture, to be written by ``advancePicture()`` after the text that belongs to it.
  ///
  /// The cursor and the colours are saved and restored around each part, so that ncurses knows
  /// where it is, and a terminal that can (mode 2026) shows a part at once. A terminal that
  /// answers is asked whether it is there still (DSR 5) at the end: its answer,
  /// ``TerminalInput/caughtUp``, says that it has worked through all of it.
  ///
  /// - Parameter sequences: whole ones, each with its own absolute position (`CSI row;column H`).
  /// - Returns: how many bytes will be written.
  public mutating func takePicture(_ sequences: [[UInt8]]) -> Int {
    var parts: [[UInt8]] = []
    for sequence in sequences {
      // Small parts go together, so that one frame shows at once.
      if let last = parts.last, last.count + sequence.count <= 1 << 15 {
        parts[parts.count - 1] += sequence
      } else {
        parts.append(sequence)
      }
    }
    parts = parts.map {
      Array("\u{1b}[?2026h\u{1b}7".utf8) + $0 + Array("\u{1b}8\u{1b}[?2026l".utf8)
    }
    pictures.append(parts)
    return parts.reduce(0) { $0 + $1.count }
  }

  /// Writes as much of the picture as the terminal takes now, to the end of a part at most.
  ///
  /// - Throws: ``TerminalError/Code/lost``.
  public mutating func advancePicture() throws(TerminalError) {
    guard pictures.isBusy else { return }
    try pictures.advance()
    guard !pictures.isBusy, capabilities.answers else { return }
    try TerminalFile.write(Array("\u{1b}[5n".utf8), to: output)
    openQuestions += 1
  }

  /// Whether part of a picture is still to be written.
  public var isWritingPicture: Bool { pictures.isBusy }

  /// Whether a part was begun and not ended; ``show(_:replacing:)`` must wait for its end.
  public var isWithinPicture: Bool { pictures.isWithinSequence }

  /// What to wait for (`POLLOUT`) while ``isWritingPicture``.
  public var pictureFile: Int32 { pictures.file }

  /// Drops the parts that were not begun, for a picture that is worthless by now.
  ///
  /// Blocks until the part that was begun is written.
  /// - Throws: ``TerminalError/Code/lost``.
  public mutating func dropPicture() throws(TerminalError) { try pictures.finish() }

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
