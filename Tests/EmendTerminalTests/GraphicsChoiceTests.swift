import EmendCore
import Testing

@testable import EmendTerminal

@Suite struct GraphicsChoiceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var bytes: String
    var environment = TerminalEnvironment()
    var kind: GraphicsKind
    var colours = TextColours.direct
  }

  private static func environment(
    type: String = "xterm-256color", program: String = "", isTmux: Bool = false,
    colours: Int = 256
  ) -> TerminalEnvironment {
    var environment = TerminalEnvironment()
    (environment.type, environment.program) = (type, program)
    (environment.isTmux, environment.colours) = (isTmux, colours)
    return environment
  }

  private static func capabilities(
    _ bytes: String, _ environment: TerminalEnvironment = TerminalEnvironment()
  ) -> TerminalCapabilities {
    var reader = AnswerReader()
    reader.read(Array(bytes.utf8))
    return TerminalCapabilities(
      answers: reader.finish().answers.map(\.answer),
      window: WindowSize(columns: 80, rows: 24, width: 0, height: 0), environment)
  }

  private static let kittyOK = "\u{1b}_Gi=31;OK\u{1b}\\"

  @Test(arguments: [
    Case(
      testDescription: "kitty 0.26", bytes: "\u{1b}P>|kitty(0.26.5)\u{1b}\\\(kittyOK)\u{1b}[?62;c",
      kind: .kitty),
    Case(
      testDescription: "a terminal that knows both", bytes: "\(kittyOK)\u{1b}[?62;4c", kind: .kitty,
      colours: .indexed),
    Case(
      testDescription: "kitty's protocol with an error",
      bytes: "\u{1b}_Gi=31;ENOTSUPPORTED:no\u{1b}\\\u{1b}[?62;c", kind: .quadrants,
      colours: .indexed),
    Case(
      testDescription: "Konsole 22.12, whose placements pile up",
      bytes: "\u{1b}P>|Konsole 22.12.3\u{1b}\\\(kittyOK)\u{1b}[?62;1;4c", kind: .sixel),
    Case(
      testDescription: "xterm as a VT340", bytes: "\u{1b}P>|XTerm(379)\u{1b}\\\u{1b}[?63;1;2;4;6c",
      environment: environment(type: "xterm", colours: 8), kind: .sixel),
    Case(
      testDescription: "xterm by default", bytes: "\u{1b}P>|XTerm(379)\u{1b}\\\u{1b}[?64;1;2;6c",
      kind: .quadrants),
    Case(
      testDescription: "tmux 3.3a of Debian, in kitty",
      bytes: "\u{1b}P>|tmux 3.3a\u{1b}\\\u{1b}[?1;2c",
      environment: environment(type: "screen", isTmux: true, colours: 8), kind: .quadrants,
      colours: .indexed),
    Case(
      testDescription: "tmux with sixel", bytes: "\u{1b}P>|tmux 3.4\u{1b}\\\u{1b}[?1;2;4c",
      environment: environment(type: "tmux-256color", isTmux: true), kind: .sixel,
      colours: .indexed),
    Case(
      testDescription: "GNOME Terminal", bytes: "\u{1b}P>|VTE(7600)\u{1b}\\\u{1b}[?65;1;9c",
      kind: .sextants),
    Case(
      testDescription: "iTerm2 over SSH, by LC_TERMINAL", bytes: "\u{1b}[?62;c",
      environment: environment(program: "iTerm2"), kind: .iterm),
    Case(
      testDescription: "VS Code with sixel",
      bytes: "\u{1b}P>|xterm.js(5.6.0)\u{1b}\\\u{1b}[?62;4;22c",
      kind: .sixel),
    Case(
      testDescription: "tmux in iTerm2", bytes: "\u{1b}P>|tmux 3.4\u{1b}\\\u{1b}[?1;2c",
      environment: environment(program: "iTerm2", isTmux: true), kind: .quadrants,
      colours: .indexed),
    Case(
      testDescription: "the Linux console", bytes: "\u{1b}[?6c",
      environment: environment(type: "linux", colours: 8), kind: .blocks, colours: .eight),
    Case(
      testDescription: "a terminal of few colours", bytes: "\u{1b}[?6c",
      environment: environment(type: "vt220", colours: -1), kind: .blocks, colours: .none),
    Case(
      testDescription: "silence", bytes: "",
      environment: environment(type: "xterm-16color", colours: 16),
      kind: .quadrants, colours: .sixteen),
  ])
  func kind(for example: Case) {
    let found = Self.capabilities(example.bytes, example.environment)
    #expect(GraphicsChoice(for: found).kind == example.kind)
    #expect(found.colours == example.colours)
  }

  @Test func whatATerminalCannotShowIsRefusedWithAWayOut() throws {
    let plain = Self.capabilities("\u{1b}[?62c")
    for kind in [GraphicsKind.sixel, .kitty] {
      let error = #expect(throws: GraphicsError.self) { try GraphicsChoice(kind, on: plain) }
      #expect(error?.message.contains("--graphics blocks") == true)
    }
    let console = Self.capabilities("\u{1b}[?6c", Self.environment(type: "linux"))
    #expect(throws: GraphicsError.self) { try GraphicsChoice(.sextants, on: console) }
    let xterm = Self.capabilities("\u{1b}P>|XTerm(379)\u{1b}\\\u{1b}[?62c")
    #expect(throws: GraphicsError.self) { try GraphicsChoice(.iterm, on: xterm) }
    #expect(try GraphicsChoice(.iterm, on: plain).kind == .iterm, "no query tells")
    for kind in [GraphicsKind.sextants, .quadrants, .blocks] {
      #expect(try GraphicsChoice(kind, on: plain).kind == kind)
    }
    let tmux = Self.capabilities("\u{1b}[?1;2c", Self.environment(isTmux: true))
    let error = #expect(throws: GraphicsError.self) { try GraphicsChoice(.kitty, on: tmux) }
    #expect(error?.message.contains("allow-passthrough") == true)
  }

  @Test func tmuxHandsImagesOnWhereSomethingBehindItKnowsPlaceholders() {
    for name in ["kitty(0.28.0)", "kitty(0.41.1)", "kitty(1.0)", "ghostty 1.1.3"] {
      #expect(TerminalCapabilities.knowsPlaceholders(name), "\(name)")
    }
    for name in ["kitty(0.26.5)", "kitty", "kitty(", "kitty(x.y)", "WezTerm 2025", ""] {
      #expect(!TerminalCapabilities.knowsPlaceholders(name), "\(name)")
    }
    var tmux = Self.capabilities("\u{1b}[?1;2c", Self.environment(isTmux: true))
    tmux.hasPlaceholders = true
    #expect(GraphicsChoice(for: tmux).kind == .kitty)
  }

  /// Answers of tmux 3.3a and 3.5a with kitty 0.41.1, xterm 379 and nothing attached (2026-11).
  @Test(arguments: [
    ("3.5a", "7;on;bpaste,RGB;kitty(0.41.1)", GraphicsKind.kitty, ""),
    ("3.3a", "7;1;bpaste;kitty(0.41.1)", .kitty, ""),
    ("3.5a", "7;off;bpaste,RGB;kitty(0.41.1)", .quadrants, "tmux set -g allow-passthrough on"),
    ("3.5a", "7;on;bpaste;kitty(0.26.5)", .quadrants, "in a terminal that has it"),
    ("3.5a", "7;off;256,RGB,sixel,title;XTerm(379)", .sixel, ""),
    ("3.5a", "7;off;256,sixel;", .sixel, ""),
    ("3.5a", "7;off;256,title;", .quadrants, "in a terminal that has it"),
    ("3.3a", "7;0;256,title;XTerm(379)", .quadrants, ""),
    ("3.5a", ";off;;", .sixel, ""), ("3.5a", "no server running", .sixel, ""),
  ])
  func tmuxShowsWhatTheTerminalBehindItCan(
    _ version: String, _ line: String, _ kind: GraphicsKind, _ remedy: String
  ) {
    let features = version == "3.3a" ? "?1;2c" : "?1;2;4c"
    var tmux = Self.capabilities(
      "\u{1b}P>|tmux \(version)\u{1b}\\\u{1b}[\(features)", Self.environment(isTmux: true))
    tmux.note(TmuxClient(line))
    let choice = GraphicsChoice(for: tmux)
    #expect(choice.kind == kind)
    #expect(choice.reason.contains(remedy))
  }

  @Test func aTerminalThatIsNotTmuxIsNotJudgedByOne() {
    var xterm = Self.capabilities("\u{1b}P>|XTerm(379)\u{1b}\\\u{1b}[?63;4c")
    xterm.note(TmuxClient("7;off;256;"))
    #expect(GraphicsChoice(for: xterm).kind == .sixel)
  }

  @Test func whoWouldPrintKittysQuestionIsNotAskedIt() {
    #expect(Self.environment().questions.contains(.kittyGraphics))
    for environment in [
      Self.environment(type: "linux"), Self.environment(isTmux: true),
      Self.environment(type: "screen.xterm-256color"), Self.environment(program: "Apple_Terminal"),
    ] {
      #expect(!environment.questions.contains(.kittyGraphics))
      #expect(environment.questions.last == .attributes)
    }
  }
}
