import EmendCore
import EmendTerminal
import Foundation
import Synchronization

/// Shows how far a command is with work that takes more than a second.
enum Waiting {
  /// Does `body`, and from the second second on shows a bar of what it reports, or only the seconds
  /// while it reports nothing.
  ///
  /// Silent when standard error is no terminal.
  static func show<Value>(
    _ label: String, while body: (@escaping WorkReport) throws -> Value
  ) rethrows -> Value {
    let latest = Latest()
    return try show(
      label, measuring: { latest.work.withLock { $0 } },
      while: { try body { work in latest.work.withLock { $0 = work } } })
  }

  /// Does `body`, and shows what `measure` says of it, which is asked on another thread.
  static func show<Value>(
    _ label: String, measuring measure: @escaping @Sendable () -> WorkDone?,
    while body: () throws -> Value
  ) rethrows -> Value {
    guard isatty(STDERR_FILENO) == 1 else { return try body() }
    let isDone = DispatchSemaphore(value: 0)
    let worker = Worker(name: label) { show(label, measure, until: isDone) }
    defer {
      isDone.signal()
      worker.join()
    }
    return try body()
  }

  /// What the work said last.
  private final class Latest: Sendable {
    let work = Mutex<WorkDone?>(nil)
  }

  private static func show(
    _ label: String, _ measure: () -> WorkDone?, until isDone: DispatchSemaphore
  ) {
    var bar = ProgressBar(label)
    guard isDone.wait(timeout: .now() + 1) == .timedOut else { return }
    repeat { bar.reach(measure()) } while isDone.wait(timeout: .now() + 0.2) == .timedOut
  }
}
