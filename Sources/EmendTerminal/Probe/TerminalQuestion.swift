/// What a terminal is asked, in the order in which it is sent.
enum TerminalQuestion: CaseIterable {
  case name
  case kittyGraphics
  case cell
  case window
  case registers
  case maximumGraphic
  case synchronisedOutput
  case pixelMouse
  /// Last: every terminal answers this one, and all answer in order, so that it ends the wait.
  case attributes

  var sequence: String {
    switch self {
    case .name: "\u{1b}[>0q"
    // One pixel of RGB that is looked at and not kept. Source: kitty's graphics protocol.
    case .kittyGraphics: "\u{1b}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1b}\\"
    case .cell: "\u{1b}[16t"
    case .window: "\u{1b}[14t"
    case .registers: "\u{1b}[?1;1;0S"
    case .maximumGraphic: "\u{1b}[?2;1;0S"
    case .synchronisedOutput: "\u{1b}[?2026$p"
    case .pixelMouse: "\u{1b}[?1016$p"
    case .attributes: "\u{1b}[c"
    }
  }

  /// What it asks for, for a person.
  var title: String {
    switch self {
    case .name: "name"
    case .kittyGraphics: "kitty graphics"
    case .cell: "cell size"
    case .window: "window size"
    case .registers: "sixel colours"
    case .maximumGraphic: "sixel size"
    case .synchronisedOutput: "whole frames"
    case .pixelMouse: "mouse in pixels"
    case .attributes: "features"
    }
  }

  func isAnswered(by answer: TerminalAnswer) -> Bool {
    switch (self, answer) {
    case (.name, .version), (.kittyGraphics, .kittyGraphics), (.cell, .cell), (.window, .window),
      (.registers, .registers), (.maximumGraphic, .maximumGraphic),
      (.synchronisedOutput, .mode(2026, _)), (.pixelMouse, .mode(1016, _)),
      (.attributes, .attributes):
      true
    default: false
    }
  }

  /// The questions for a terminal of which only the environment is known.
  ///
  /// tmux and screen take kitty's question for the window's title, and the Linux console before
  /// 5.11 and macOS' Terminal print it.
  static func questions(type: String, program: String, isTmux: Bool) -> [TerminalQuestion] {
    let takesQuestions =
      !isTmux && program != "Apple_Terminal"
      && !["linux", "screen", "tmux"].contains { type.hasPrefix($0) }
    return allCases.filter { takesQuestions || $0 != .kittyGraphics }
  }
}
