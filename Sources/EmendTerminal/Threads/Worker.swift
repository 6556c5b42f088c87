import Glibc

/// A thread that runs one closure to its end.
///
/// It ends when its closure does, which is when the mailbox that the closure reads is closed.
/// Nothing is thrown away: `join`, or the last reference going, waits for it.
public final class Worker {
  private var thread: pthread_t?

  /// Starts the thread.
  ///
  /// The corresponding C function is `pthread_create`. The thread takes no signals, so that its
  /// system calls are not interrupted, and has an alternate stack, so that ``Rescue`` works when
  /// it runs out of its own.
  ///
  /// - Parameters:
  ///   - name: what the thread is for.
  ///   - body: the work. It shares nothing with other threads but mailboxes.
  /// - Precondition: the system can start another thread.
  public init(name: String, body: @escaping @Sendable () -> Void) {
    let start = Unmanaged.passRetained(Start(body))
    var thread = pthread_t()
    let status = Self.withSignalsBlocked {
      pthread_create(&thread, nil, runWorker, start.toOpaque())
    }
    precondition(status == 0, "no thread for \(name): errno \(status)")
    self.thread = thread
  }

  deinit { join() }

  /// Waits until the closure has returned; at once when it was waited for before.
  public func join() {
    guard let thread else { return }
    self.thread = nil
    pthread_join(thread, nil)
  }

  /// A new thread inherits what is blocked.
  private static func withSignalsBlocked(_ body: () -> Int32) -> Int32 {
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    // A blocked fault would end the process before Rescue could put the terminal back.
    for fault in Rescue.faults { sigdelset(&all, fault) }
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    return body()
  }
}

/// What the new thread is told.
private final class Start: Sendable {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func runWorker(_ start: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let start else { return nil }
  let told = Unmanaged<Start>.fromOpaque(start).takeRetainedValue()
  let stack = AlternateStack()
  told.body()
  stack.remove()
  return nil
}
