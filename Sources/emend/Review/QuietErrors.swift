import Foundation
import Glibc

/// Sends standard error to a log file while the screen is up.
///
/// Libraries write complaints there, and one line of them would shift every row of the screen.
struct QuietErrors {
  private let kept: Int32

  /// - Throws: ``CommandFailure`` when no log can be written.
  init() throws {
    let folder = UserFolders.state
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure("\(folder): cannot be made; set XDG_STATE_HOME to a folder that can")
    }
    let log = open(folder + "/review.log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard log >= 0 else {
      throw CommandFailure("\(folder)/review.log: cannot be written; look at its permissions")
    }
    defer { close(log) }
    kept = dup(STDERR_FILENO)
    dup2(log, STDERR_FILENO)
  }

  /// Gives standard error back.
  func end() {
    dup2(kept, STDERR_FILENO)
    close(kept)
  }
}

/// Where a user's own files are, by the XDG base directory rules.
enum UserFolders {
  static var config: String { folder("XDG_CONFIG_HOME", "/.config") }
  static var data: String { folder("XDG_DATA_HOME", "/.local/share") }
  static var state: String { folder("XDG_STATE_HOME", "/.local/state") }

  private static func folder(_ variable: String, _ usual: String) -> String {
    let base = Environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    return (base ?? NSHomeDirectory() + usual) + "/emend"
  }
}
