/// What the system tells the program that owns the terminal.
public enum TerminalEvent: Hashable, Sendable {
  /// The window has another size (SIGWINCH).
  case resized
  /// The reviewer wants the shell back for a while (SIGTSTP, ctrl+z).
  case suspendRequested
  /// The program goes on after it was stopped (SIGCONT).
  case resumed
  /// The reviewer pressed ctrl+c (SIGINT).
  case interrupted
  /// The system or another program asks to end (SIGTERM).
  case terminated
  /// The terminal is gone: a lost link, a closed window (SIGHUP).
  case hungUp
}
