import CNcurses
import EmendCore
import Glibc

/// What is known of a terminal before it is asked.
struct TerminalEnvironment: Sendable {
  /// `TERM`.
  var type = ""
  /// The terminal's program; LC_TERMINAL comes along over SSH and through tmux, TERM_PROGRAM does
  /// not.
  var program = ""
  var isTmux = false
  /// terminfo's `colors`.
  var colours = 256
  /// Whether COLORTERM says that text can have any colour.
  var isDirect = false

  init() {}

  /// The corresponding C functions are `getenv` and `tigetnum`.
  init(output: Int32) {
    func text(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    type = text("TERM") ?? ""
    program = text("LC_TERMINAL") ?? text("TERM_PROGRAM") ?? ""
    isTmux = text("TMUX") != nil
    // A type that terminfo does not know is refused when the screen is opened.
    colours = Int(em_terminal_colours(output))
    isDirect = ["truecolor", "24bit"].contains(text("COLORTERM") ?? "")
  }

  /// Whether it is a machine's own console, of Linux or a BSD.
  var isConsole: Bool { ["linux", "cons25", "wsvt25"].contains { type.hasPrefix($0) } }

  var questions: [TerminalQuestion] {
    TerminalQuestion.questions(type: type, program: program, isTmux: isTmux)
  }
}
