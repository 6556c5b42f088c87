import EmendTerminal
import Foundation

/// What the tmux that emend runs in says of itself.
enum Tmux {
  /// Whether it hands sequences on, to a terminal that knows kitty's placeholders.
  ///
  /// The terminal told tmux its name and version when it was attached (`client_termtype`, from
  /// tmux 3.2 on). Without `allow-passthrough` (3.3, off by default) no image gets there.
  static var showsPlaceholders: Bool {
    guard Environment["TMUX"] != nil else { return false }
    let passes = ask("show-options", "-Apv", "allow-passthrough")
    guard passes == "on" || passes == "all" else { return false }
    return TerminalCapabilities.knowsPlaceholders(
      ask("display-message", "-p", "#{client_termtype}"))
  }

  /// The first line of tmux's answer; empty when there is none.
  private static func ask(_ words: String...) -> String {
    var answer = ""
    let nobody = FileHandle.nullDevice
    _ = try? ChildProcess(words: ["tmux"] + words).run(log: nobody) { line in
      if answer.isEmpty { answer = line }
    }
    return answer
  }
}
