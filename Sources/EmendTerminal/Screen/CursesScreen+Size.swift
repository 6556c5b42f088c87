import CNcurses
public import EmendCore
import Glibc

extension CursesScreen {
  /// Columns, rows, and the pixels of one cell.
  public var size: TerminalSize {
    capabilities.size(
      columns: Int(getmaxx(em_stdscr())), rows: Int(getmaxy(em_stdscr())))
  }

  /// Takes on the window's new size, after ``TerminalEvent/resized``.
  ///
  /// The corresponding C functions are `ioctl` with `TIOCGWINSZ` and `resize_term`. A terminal that
  /// told the size of its cells is asked again, because a resize may be another font; a different
  /// answer arrives as ``TerminalInput/resized(_:)``.
  public mutating func resize() -> TerminalSize {
    let window = TerminalFile.windowSize(of: output)
    if window.columns > 0, window.rows > 0 {
      resize_term(Int32(window.rows), Int32(window.columns))
    }
    if let question = capabilities.cell.source.question {
      awaitsCell = true
      // A terminal that is gone is noticed by the next read.
      try? TerminalFile.write(Array(question.sequence.utf8), to: output)
    } else if capabilities.cell.source == .kernel {
      capabilities.cell = TerminalCapabilities.cell(answers: [], window: window)
    }
    return size
  }

  /// Gives the shell its terminal back and stops the process; returns when it goes on.
  ///
  /// The corresponding C functions are `endwin` and `raise`. The next ``show(_:replacing:)`` must
  /// replace nil, because the screen shows nothing of the frame any more.
  public mutating func suspend() {
    // A terminal that is gone is noticed by the next read.
    try? dropPicture()
    hearOut()
    (awaitsCell, openQuestions) = (false, 0)
    setMouse(to: .off)
    curs_set(1)
    endwin()
    Rescue.disarm()
    Signals.stopProcess()
    resume()
  }

  /// Takes the terminal again, after ``TerminalEvent/resumed`` or ``suspend()``.
  ///
  /// The corresponding C functions are `reset_prog_mode` and `clearok`.
  public mutating func resume() {
    Rescue.arm()
    reset_prog_mode()
    curs_set(0)
    setMouse(to: .on)
    let window = TerminalFile.windowSize(of: output)
    if (window.columns, window.rows) != (size.columns, size.rows) { _ = resize() }
    clearok(em_curscr(), true)
    wnoutrefresh(em_stdscr())
    doupdate()
  }

  /// Takes an answer that is still under way, so that the shell does not get it as typed text.
  func hearOut() {
    var waitsFor = (awaitsCell ? 1 : 0) + openQuestions
    var reader = tokenizer
    // Longer than any round trip that somebody reviews over.
    while waitsFor > 0, TerminalFile.waitUntilReady(input, for: POLLIN, milliseconds: 500),
      let bytes = TerminalFile.readAvailable(from: input)
    {
      reader.append(bytes)
      while let (token, _) = reader.next() {
        switch token.answer {
        case .cell, .window, .maximumGraphic, .status: waitsFor -= 1
        default: break
        }
      }
    }
  }

  enum MouseMode {
    case on
    case off
  }

  /// Presses, releases and moves with a button held (1002), as SGR reports in cells or pixels.
  ///
  /// Not through ncurses, whose `mousemask` switches on mode 1000, which knows no drags.
  func setMouse(to mode: MouseMode) {
    let format = capabilities.hasPixelMouse ? "1016" : "1006"
    let letter = mode == .on ? "h" : "l"
    // A terminal that is gone has no mouse to switch off.
    try? TerminalFile.write(Array("\u{1b}[?1002;\(format)\(letter)".utf8), to: output)
  }
}

extension TerminalCapabilities.Cell.Source {
  /// What the terminal is asked to learn of another font.
  fileprivate var question: TerminalQuestion? {
    switch self {
    case .cellReport: .cell
    case .windowReport: .window
    case .graphicReport: .maximumGraphic
    case .kernel, .assumed: nil
    }
  }
}
