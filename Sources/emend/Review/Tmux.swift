import EmendTerminal
import Foundation

/// The tmux that emend runs in.
enum Tmux {
  /// What it says of the terminal that it is attached to; nil without one, or without tmux.
  static var client: TmuxClient? {
    guard Environment["TMUX"] != nil else { return nil }
    var answer = ""
    let words = ["tmux", "display-message", "-p", TmuxClient.format]
    _ = try? ChildProcess(words: words).run(log: FileHandle.nullDevice) { line in
      if answer.isEmpty { answer = line }
    }
    return TmuxClient(answer)
  }
}
