import Glibc
import Synchronization

/// Signals as messages of the poll loop.
///
/// A handler only writes a byte to a pipe. When the loop does not come to read it because it is
/// stuck, a second SIGTERM, SIGHUP or SIGINT puts the terminal back and ends the process.
public struct Signals: ~Copyable {
  private static let handled: [(signal: Int32, event: TerminalEvent)] = [
    (SIGWINCH, .resized), (SIGTSTP, .suspendRequested), (SIGCONT, .resumed),
    (SIGINT, .interrupted), (SIGTERM, .terminated), (SIGHUP, .hungUp),
  ]

  private let bell = Bell()

  /// Readable while events wait.
  public var readEnd: Int32 { bell.readEnd }

  /// Installs the handlers.
  ///
  /// The corresponding C function is `sigaction`. To be made before ``CursesScreen``, because
  /// ncurses leaves alone what is handled already.
  ///
  /// - Precondition: no other value of this type exists.
  public init() {
    let before = writeEnd.exchange(bell.writeEnd, ordering: .sequentiallyConsistent)
    precondition(before == -1, "signals are handled already")
    for (signal, _) in Self.handled { Self.handle(signal, with: noteSignal) }
  }

  deinit {
    for (signal, _) in Self.handled { Self.handle(signal, with: SIG_DFL) }
    writeEnd.store(-1, ordering: .sequentiallyConsistent)
  }

  /// What happened since the last call, without waiting, each event once, in the order above.
  public func drain() -> [TerminalEvent] {
    unheardEnd.store(0, ordering: .sequentiallyConsistent)
    let heard = Set(bell.silence())
    return Self.handled.filter { heard.contains(UInt8($0.signal)) }.map(\.event)
  }

  /// Stops the process as ctrl+z does by default, and returns when it goes on.
  static func stopProcess() {
    handle(SIGTSTP, with: SIG_DFL)
    raise(SIGTSTP)
    handle(SIGTSTP, with: noteSignal)
  }

  private static func handle(
    _ signal: Int32, with handler: @escaping @convention(c) (Int32) -> Void
  ) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    // Not only to save trouble: an interrupted write could end in the middle of a picture.
    action.sa_flags = SA_RESTART
    sigemptyset(&action.sa_mask)
    sigaction(signal, &action, nil)
  }

  private static func handle(_ signal: Int32, with handler: __sighandler_t?) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    sigaction(signal, &action, nil)
  }
}

/// Where the handlers write; -1 while there are none.
private let writeEnd = Atomic<Int32>(-1)

/// When the loop was first asked to end and has not heard it yet, in seconds of the monotonic
/// clock; 0 when it has heard everything.
private let unheardEnd = Atomic<Int>(0)

private func noteSignal(_ signal: Int32) {
  let savedErrno = errno
  var byte = UInt8(truncatingIfNeeded: signal)
  _ = write(writeEnd.load(ordering: .relaxed), &byte, 1)
  if signal == SIGTERM || signal == SIGHUP || signal == SIGINT { endIfStuck(signal) }
  errno = savedErrno
}

/// Ends the process when it was asked to before and has not listened for a second.
///
/// The second is needed because a lost link sends SIGHUP twice at once, from the kernel and from
/// the shell.
private func endIfStuck(_ signal: Int32) {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  // Never 0, which stands for "heard".
  let (isFirst, since) = unheardEnd.compareExchange(
    expected: 0, desired: now.tv_sec + 1, ordering: .sequentiallyConsistent)
  guard !isFirst, now.tv_sec + 1 - since >= 1 else { return }
  Rescue.restoreTerminal()
  var action = sigaction()
  action.__sigaction_handler.sa_handler = SIG_DFL
  sigaction(signal, &action, nil)
  raise(signal)
}
