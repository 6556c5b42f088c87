import Glibc

/// Why the terminal can't be used, what to do about it, and the call below that failed.
public struct TerminalError: Error, Equatable, Sendable {
  public enum Code: Equatable, Sendable {
    /// Input or output is a file or a pipe.
    case notATerminal
    /// terminfo has no entry for `TERM`, or one that cannot place the cursor.
    case unknownType
    /// The terminal went away while it was written to or read from.
    case lost
  }

  /// The C call that failed and its `errno`.
  public struct SystemCall: Equatable, Sendable {
    public var name: String
    public var errno: Int32

    public init(name: String, errno: Int32) {
      self.name = name
      self.errno = errno
    }
  }

  public var code: Code
  /// What went wrong and how to remedy it, for the person at the keyboard.
  public var message: String
  public var cause: SystemCall?

  public init(code: Code, message: String, cause: SystemCall? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }
}

extension TerminalError: CustomStringConvertible {
  public var description: String {
    guard let cause else { return message }
    return "\(message) (\(cause.name): errno \(cause.errno))"
  }
}

extension TerminalError {
  /// After `call` failed with `errno`.
  static func lost(in call: String) -> Self {
    TerminalError(
      code: .lost, message: "the terminal is gone; run the command again in a new one",
      cause: .init(name: call, errno: Glibc.errno))
  }

  /// - Throws: unless both are terminals, of a type that can show a screen.
  static func check(input: Int32, output: Int32) throws(TerminalError) {
    guard isatty(input) == 1, isatty(output) == 1 else {
      throw TerminalError(
        code: .notATerminal,
        message: "this needs a terminal, and input or output is a file or a pipe; "
          + "run it without redirection")
    }
    guard let type = getenv("TERM"), type.pointee != 0, strcmp(type, "dumb") != 0 else {
      throw TerminalError(
        code: .unknownType,
        message: "TERM names no terminal that can show a screen; "
          + "set it to your terminal's type, such as xterm-256color")
    }
  }
}
