public import EmendCore

/// What one terminal can do.
public struct TerminalCapabilities: Equatable, Sendable {
  /// The pixels of one text cell.
  public struct Cell: Equatable, Sendable {
    /// Who said so, from the most to the least trusted.
    public enum Source: Equatable, Sendable {
      /// The terminal's answer to `CSI 16t`.
      case cellReport
      /// Its answer to `CSI 14t`, divided by the cells.
      case windowReport
      /// The kernel's window size (TIOCGWINSZ), divided by the cells.
      case kernel
      /// xterm's answer about the largest image (XTSMGRAPHICS), which is its window without the
      /// border, divided by the cells.
      case graphicReport
      /// Nobody: 10 by 20, as on a VT340.
      case assumed
    }

    public var width: Int
    public var height: Int
    public var source: Source

    public init(width: Int, height: Int, source: Source) {
      self.width = width
      self.height = height
      self.source = source
    }
  }

  /// The most pixels of one image.
  public struct GraphicLimit: Equatable, Sendable {
    public var width: Int
    public var height: Int

    public init(width: Int, height: Int) {
      self.width = width
      self.height = height
    }
  }

  /// As it names itself ("XTerm(379)", "tmux 3.4"); empty when it does not.
  public var name = ""
  /// What the environment calls it (LC_TERMINAL, TERM_PROGRAM); empty when it does not.
  public var program = ""
  /// Whether tmux draws the screen; it keeps few images and none that text touches.
  public var isTmux = false
  /// Whether it answered at all; a recorder or a bare pty does not.
  public var answers = false
  public var hasSixel = false
  /// Whether it took kitty's graphics protocol.
  public var hasKittyGraphics = false
  /// Whether tmux hands kitty's graphics on to a terminal that shows them by placeholders.
  public var hasPlaceholders = false
  /// What keeps pictures from the terminal behind tmux, and the remedy; a clause.
  var tmuxObstacle: String?
  /// The colours of its text.
  public var colours = TextColours.indexed
  /// Whether its type is that of a console in text mode, whose font has 256 or 512 characters.
  public var isConsole = false
  /// Colours of one image.
  public var registers = 256
  /// Nil when the terminal names no limit.
  public var maximumGraphic: GraphicLimit?
  public var cell = Cell(width: 10, height: 20, source: .assumed)
  /// Whether it holds a frame back until it is whole (mode 2026).
  public var hasSynchronisedOutput = false
  /// Whether the mouse can be told in pixels (mode 1016).
  public var hasPixelMouse = false

  public init() {}

  /// The screen's size with these cells.
  public func size(columns: Int, rows: Int) -> TerminalSize {
    TerminalSize(columns: columns, rows: rows, cellWidth: cell.width, cellHeight: cell.height)
  }
}

extension TerminalCapabilities {
  /// From what the terminal answered and what the kernel knows.
  init(
    answers: [TerminalAnswer], window: WindowSize,
    _ environment: TerminalEnvironment = TerminalEnvironment()
  ) {
    isTmux = environment.isTmux
    program = environment.program
    isConsole = environment.isConsole
    cell = Self.cell(answers: answers, window: window)
    for answer in answers { note(answer) }
    // What terminfo says is less than the truth: Debian's xterm calls itself `xterm`, of 8 colours.
    let isDirect = environment.isDirect || TerminalFamily(self)?.hasDirectColour == true
    colours = isDirect ? .direct : TextColours(count: environment.colours)
    // tmux' own type is `screen`, of 8 colours, but it shows what the terminal behind it can.
    if isTmux { colours = max(colours, .indexed) }
  }

  private mutating func note(_ answer: TerminalAnswer) {
    switch answer {
    case .attributes(let numbers): (answers, hasSixel) = (true, numbers.contains(4))
    case .kittyGraphics(let isTaken): hasKittyGraphics = isTaken
    // Beyond that no terminal goes; a number without end would overflow what is counted with it.
    case .registers(let count) where count > 0: registers = min(count, 65_536)
    case .maximumGraphic(let width, let height) where width > 0 && height > 0:
      maximumGraphic = GraphicLimit(width: min(width, 65_536), height: min(height, 65_536))
    case .mode(2026, let isKnown): hasSynchronisedOutput = isKnown
    case .mode(1016, let isKnown): hasPixelMouse = isKnown
    case .version(let text): (name, isTmux) = (text, isTmux || text.hasPrefix("tmux"))
    default: break
    }
  }

  /// The pixels of one cell, from the best source that there is.
  ///
  /// The kernel's size is passed on by OpenSSH, but Windows' OpenSSH invents 640x480
  /// (PowerShell/Win32-OpenSSH#2349), and terminals count their border in: hence the bounds and
  /// the rounding down. Under `docker exec`, `kubectl exec` and on serial lines it is 0, and xterm
  /// tells neither its cells nor its window unless `allowWindowOps` is set.
  static func cell(answers: [TerminalAnswer], window: WindowSize) -> Cell {
    var (fromWindow, fromGraphic): (Cell?, Cell?)
    let isXterm = answers.contains { $0.isXtermsName }
    for answer in answers {
      switch answer {
      case .cell(let width, let height) where isCredible(width, height):
        return Cell(width: width, height: height, source: .cellReport)
      case .window(let width, let height):
        fromWindow = divided(width, height, by: window, source: .windowReport)
      case .maximumGraphic(let width, let height) where isXterm && max(width, height) < 1000:
        // From 1000 on it may be xterm's limit and not the window (379, seen 2026-11).
        fromGraphic = divided(width, height, by: window, source: .graphicReport)
      default: break
      }
    }
    if let fromWindow { return fromWindow }
    if (window.width, window.height) != (640, 480),
      let cell = divided(window.width, window.height, by: window, source: .kernel)
    {
      return cell
    }
    return fromGraphic ?? Cell(width: 10, height: 20, source: .assumed)
  }

  private static func divided(
    _ width: Int, _ height: Int, by window: WindowSize, source: Cell.Source
  ) -> Cell? {
    guard window.columns > 0, window.rows > 0 else { return nil }
    let (cellWidth, cellHeight) = (width / window.columns, height / window.rows)
    guard isCredible(cellWidth, cellHeight) else { return nil }
    return Cell(width: cellWidth, height: cellHeight, source: source)
  }

  private static func isCredible(_ width: Int, _ height: Int) -> Bool {
    (4...64).contains(width) && (4...64).contains(height)
  }
}

extension TerminalAnswer {
  fileprivate var isXtermsName: Bool {
    if case .version(let name) = self { name.hasPrefix("XTerm(") } else { false }
  }
}
