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
  var tokenizer = InputTokenizer()
  var isClosed = false
  /// Whether the terminal was asked for the size of its cells and has not answered yet.
  var awaitsCell = false
  /// How often the terminal was asked for its status after a picture and has not answered yet.
  var openQuestions = 0
  var pictures: PictureOutput

  /// What the terminal can do; the cells' size follows its answers after a resize.
  public internal(set) var capabilities: TerminalCapabilities

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
    pictures = PictureOutput(terminal: output)
    tokenizer.append(probe.typedAhead)
    Self.setModes(of: input)
    styles = ScreenStyles(theme)
    Rescue.arm()
    setMouse(to: .on)
  }

  deinit {
    // A terminal that is gone cannot be left in order.
    try? pictures.writeRest()
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
    // Inserting and deleting characters would push the picture's cells along the row.
    idcok(em_stdscr(), false)
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
