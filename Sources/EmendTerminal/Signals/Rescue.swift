// <term.h> declares termios too, and the compiler takes either module for its home.
import CNcurses
import Glibc
import Synchronization

/// Puts the terminal back when the program dies in full-screen mode.
///
/// Swift's traps and signals run no `deinit`, so a crash would leave the terminal without echo, in
/// its second screen, perhaps in the middle of a picture. The handlers only call functions that
/// POSIX allows in one: `write`, `tcsetattr`, `sigaction`, `raise`.
public enum Rescue {
  /// What a trap of Swift, a fault or a failed check in C ends the process with.
  static let faults = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT]

  /// Ends an open picture, then shows what was there before: mode 2026 off, every mouse mode off,
  /// keypad and arrow keys as a shell expects them, colours off, the first screen, the cursor.
  static let farewell: StaticString = """
    \u{1b}\\\u{1b}[?2026l\u{1b}[?1016l\u{1b}[?1006l\u{1b}[?1002l\
    \u{1b}[?1l\u{1b}>\u{1b}[m\u{1b}[?1049l\u{1b}[?25h
    """

  /// Remembers how the terminal is, and installs the handlers.
  ///
  /// The corresponding C functions are `tcgetattr` and `sigaction`. To be called once, on the main
  /// thread, before the screen is opened. The handlers do nothing to the terminal until ``arm()``.
  ///
  /// - Parameter terminal: where the full screen is shown.
  public static func install(terminal: Int32) {
    state.pointee.terminal = terminal
    state.pointee.hasModes = tcgetattr(terminal, &state.pointee.modes) == 0
    _ = mainStack
    for fault in faults { installHandler(for: fault) }
  }

  /// From now on a crash puts the terminal back.
  static func arm() { isArmed.store(true, ordering: .sequentiallyConsistent) }

  /// From now on a crash leaves the terminal alone, because it is as the shell left it.
  static func disarm() { isArmed.store(false, ordering: .sequentiallyConsistent) }

  /// Puts the terminal back at once, if it has to be.
  ///
  /// Safe in a signal handler and on any thread; the second call does nothing.
  static func restoreTerminal() {
    guard isArmed.exchange(false, ordering: .sequentiallyConsistent) else { return }
    let terminal = state.pointee.terminal
    _ = write(terminal, farewell.utf8Start, farewell.utf8CodeUnitCount)
    if state.pointee.hasModes { tcsetattr(terminal, TCSANOW, &state.pointee.modes) }
  }

  private static func installHandler(for fault: Int32) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = rescue
    action.sa_flags = SA_ONSTACK
    // SIGTTOU among them, which would stop tcsetattr when the shell is in front.
    sigfillset(&action.sa_mask)
    sigaction(fault, &action, &state.pointee.before[fault])
  }
}

/// What the handlers read.
///
/// One block of memory that is made before any handler is and never freed, so that a handler
/// touches no Swift object.
private struct RescueState {
  var terminal: Int32 = -1
  var hasModes = false
  var modes = termios()
  var before = PreviousActions()
}

/// How each fault was handled before.
struct PreviousActions {
  private var actions = (
    sigaction(), sigaction(), sigaction(), sigaction(), sigaction(), sigaction()
  )

  subscript(signal: Int32) -> sigaction {
    get {
      switch signal {
      case SIGILL: actions.0
      case SIGTRAP: actions.1
      case SIGSEGV: actions.2
      case SIGBUS: actions.3
      case SIGFPE: actions.4
      default: actions.5
      }
    }
    set {
      switch signal {
      case SIGILL: actions.0 = newValue
      case SIGTRAP: actions.1 = newValue
      case SIGSEGV: actions.2 = newValue
      case SIGBUS: actions.3 = newValue
      case SIGFPE: actions.4 = newValue
      default: actions.5 = newValue
      }
    }
  }
}

// Written by `install` alone, before the handlers are in place; only read after that.
nonisolated(unsafe) private let state = {
  let memory = UnsafeMutablePointer<RescueState>.allocate(capacity: 1)
  memory.initialize(to: RescueState())
  return memory
}()

private let isArmed = Atomic(false)

/// The main thread's, which lasts as long as the process.
private let mainStack: Void = { _ = AlternateStack() }()

private func rescue(_ signal: Int32) {
  Rescue.restoreTerminal()
  // Swift's own backtrace, if it is switched on, or the default end with a core file.
  var before = state.pointee.before[signal]
  sigaction(signal, &before, nil)
  raise(signal)
}
