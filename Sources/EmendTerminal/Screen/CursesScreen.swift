import CNcurses
public import EmendCore
import Glibc

/// The terminal in full-screen mode.
///
/// ncurses writes the text and never hears of the picture: its cells are blanks to ncurses that do
/// not change. Leaving scope puts the terminal back, and so does a crash once
/// ``Rescue/install(terminal:)`` was called. Not thread-safe, because ncurses isn't: the thread
/// that makes it is the only one to use it.
public struct CursesScreen: ~Copyable {
  private let handle: CursesHandle
  let input: Int32
  let output: Int32
  let styles: ScreenStyles
  private var tokenizer = InputTokenizer()
  private var isClosed = false
  /// Whether the terminal was asked for the size of its cells and has not answered yet.
  private var awaitsCell = false

  /// What the terminal can do; the cells' size follows its answers after a resize.
  public private(set) var capabilities: TerminalCapabilities

  /// Switches the terminal to full-screen mode.
  ///
  /// The corresponding C functions are `newterm`, `cbreak`, `noecho` and `nonl`. Signals stay with
  /// ctrl+c and ctrl+z, and arrive through ``Signals``, which must be made before.
  ///
  /// - Parameters:
  ///   - input: the terminal, for reading; it stays the caller's.
  ///   - output: the same terminal, for writing.
  ///   - theme: how each role of text looks.
  ///   - probe: what ``TerminalProbe`` found; keys that were typed ahead come first.
  /// - Throws: ``TerminalError/Code/notATerminal``, ``TerminalError/Code/unknownType``.
  public init(
    input: Int32, output: Int32, theme: Theme, probe: TerminalProbe.Result
  ) throws(TerminalError) {
    try TerminalError.check(input: input, output: output)
    Self.useUTF8()
    handle = try CursesHandle.open(input: input, output: output)
    (self.input, self.output) = (input, output)
    capabilities = probe.capabilities
    tokenizer.append(probe.typedAhead)
    Self.setModes(of: input)
    styles = ScreenStyles(theme)
    Rescue.arm()
    setMouse(to: .on)
  }

  deinit {
    hearOut()
    setMouse(to: .off)
    curs_set(1)
    handle.close()
    Rescue.disarm()
  }

  /// Makes ncurses write UTF-8 and know how wide characters are, whatever the login's locale is.
  ///
  /// The corresponding C function is `setlocale`. A server's account often has no locale at all,
  /// and the terminals that show pictures all speak UTF-8.
  static func useUTF8() {
    setlocale(LC_CTYPE, "")
    if strcmp(nl_langinfo(Int32(CODESET)), "UTF-8") != 0 { setlocale(LC_CTYPE, "C.UTF-8") }
  }

  private static func setModes(of input: Int32) {
    cbreak()
    noecho()
    nonl()
    // A key that waits must not stop ncurses in the middle of a screen: the picture follows.
    typeahead(-1)
    em_write_cells_only()
    curs_set(0)
    var modes = termios()
    guard tcgetattr(input, &modes) == 0 else { return }
    // ctrl+s, ctrl+q and ctrl+v are keys; ctrl+c and ctrl+z keep what was typed before them; and
    // ctrl+\ would end the process without a word (0 is _POSIX_VDISABLE, which Swift cannot see).
    modes.c_iflag &= ~tcflag_t(IXON | ICRNL)
    modes.c_lflag = (modes.c_lflag & ~tcflag_t(IEXTEN)) | tcflag_t(NOFLSH)
    withUnsafeMutableBytes(of: &modes.c_cc) { $0[Int(VQUIT)] = 0 }
    tcsetattr(input, TCSADRAIN, &modes)
    // What `resume` goes back to.
    def_prog_mode()
  }
}

// MARK: - Input

extension CursesScreen {
  /// The next thing that the reviewer or the terminal did; nil when nothing waits.
  ///
  /// A loop asks until nil before it polls: keys that were typed ahead wait here and not in the
  /// descriptor. Blocks for 25 ms at most, when an escape has arrived and it is not yet clear
  /// whether it is the key or the start of a sequence.
  public mutating func nextEvent() -> TerminalInput? {
    while true {
      guard let token = nextToken() else { return closing() }
      if let event = event(for: token) { return event }
    }
  }

  private mutating func nextToken() -> InputToken? {
    if let (token, _) = tokenizer.next() { return token }
    readMore()
    if let (token, _) = tokenizer.next() { return token }
    guard tokenizer.isWaiting else { return nil }
    if !isClosed, TerminalFile.waitUntilReady(input, for: POLLIN, milliseconds: 25) {
      readMore()
      if let (token, _) = tokenizer.next() { return token }
    }
    return tokenizer.nextAfterPause()?.token
  }

  private mutating func readMore() {
    guard !isClosed else { return }
    guard let bytes = TerminalFile.readAvailable(from: input) else {
      isClosed = true
      return
    }
    tokenizer.append(bytes)
  }

  private func closing() -> TerminalInput? { isClosed ? .closed : nil }

  private mutating func event(for token: InputToken) -> TerminalInput? {
    if let mouse = token.mouseEvent(in: mouseUnit) { return .mouse(mouse) }
    if let answer = token.answer { return event(for: answer) }
    return token.key.map(TerminalInput.key)
  }

  /// The terminal's answer to what ``resize()`` asked; later than the resize by a round trip.
  private mutating func event(for answer: TerminalAnswer) -> TerminalInput? {
    guard case .cell = answer else { return nil }
    awaitsCell = false
    let window = TerminalFile.windowSize(of: output)
    let cell = TerminalCapabilities.cell(answers: [answer], window: window)
    guard cell.source == .cellReport, cell != capabilities.cell else { return nil }
    capabilities.cell = cell
    return .resized(size)
  }

  private var mouseUnit: MouseUnit {
    guard capabilities.hasPixelMouse else { return .cells }
    return .pixels(cellWidth: capabilities.cell.width, cellHeight: capabilities.cell.height)
  }

  private enum MouseMode {
    case on
    case off
  }

  /// Presses, releases and moves with a button held (1002), as SGR reports in cells or pixels.
  ///
  /// Not through ncurses, whose `mousemask` switches on mode 1000, which knows no drags.
  private func setMouse(to mode: MouseMode) {
    let format = capabilities.hasPixelMouse ? "1016" : "1006"
    let letter = mode == .on ? "h" : "l"
    // A terminal that is gone has no mouse to switch off.
    try? TerminalFile.write(Array("\u{1b}[?1002;\(format)\(letter)".utf8), to: output)
  }
}

// MARK: - Size, suspending, coming back

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
    if capabilities.cell.source == .cellReport {
      awaitsCell = true
      // A terminal that is gone is noticed by the next read.
      try? TerminalFile.write(Array("\u{1b}[16t".utf8), to: output)
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
    hearOut()
    awaitsCell = false
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
  private func hearOut() {
    guard awaitsCell else { return }
    var reader = tokenizer
    // Longer than any round trip that somebody reviews over.
    while TerminalFile.waitUntilReady(input, for: POLLIN, milliseconds: 500),
      let bytes = TerminalFile.readAvailable(from: input)
    {
      reader.append(bytes)
      while let (token, _) = reader.next() {
        if case .cell = token.answer { return }
      }
    }
  }
}
