import EmendTerminal
import Foundation
import Glibc

/// Tells that a command is at work where nothing can be counted.
enum Waiting {
  /// Does `body`, and from the second second on shows `label` and the seconds on standard error.
  ///
  /// Silent when standard error is no terminal.
  static func show<Value>(_ label: String, while body: () throws -> Value) rethrows -> Value {
    guard isatty(STDERR_FILENO) == 1 else { return try body() }
    let isDone = DispatchSemaphore(value: 0)
    let worker = Worker(name: label) {
      var seconds = 0
      while isDone.wait(timeout: .now() + 1) == .timedOut {
        seconds += 1
        write("\r\(label)  \(seconds) s")
      }
      if seconds > 0 { write("\r\u{1b}[K") }
    }
    defer {
      isDone.signal()
      worker.join()
    }
    return try body()
  }

  private static func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
