// <term.h> declares termios too, and the compiler takes either module for its home.
import CNcurses
import Glibc

/// Asks a terminal what it can do, before the screen is opened.
public struct TerminalProbe: Sendable {
  /// What a probe brought.
  public struct Result: Equatable, Sendable {
    public var capabilities: TerminalCapabilities
    /// Keys that were pressed while the terminal was asked, for ``CursesScreen``.
    public var typedAhead: [UInt8]
    public var report = ProbeReport()

    public init(capabilities: TerminalCapabilities, typedAhead: [UInt8]) {
      self.capabilities = capabilities
      self.typedAhead = typedAhead
    }
  }

  /// xterm's sixel has 16 colours unless told otherwise, and can have 1024.
  static let raiseRegisters = "\u{1b}[?1;3;256S\u{1b}[?1;1;0S\u{1b}[c"

  /// Asks all questions in one write, and waits for the answers; over a slow link one round trip.
  ///
  /// - Parameters:
  ///   - input: the terminal, for reading.
  ///   - output: the same terminal, for writing.
  ///   - patience: milliseconds to wait for a terminal that does not answer.
  /// - Returns: what it can do, and the keys that came between the answers.
  /// - Throws: ``TerminalError/Code/notATerminal``, ``TerminalError/Code/unknownType`` for
  ///   `TERM=dumb`, ``TerminalError/Code/lost``.
  public static func run(
    input: Int32, output: Int32, patience: Int = 1500
  ) throws(TerminalError) -> Result {
    try TerminalError.check(input: input, output: output)
    let mode = try UncookedMode(of: input)
    defer { mode.end() }
    let environment = TerminalEnvironment(output: output)
    let questions = environment.questions
    let began = monotonicMilliseconds()
    var (answers, typedAhead) = try ask(
      questions.map(\.sequence).joined(), input, output, patience)
    let milliseconds = monotonicMilliseconds() - began
    let window = TerminalFile.windowSize(of: output)
    func capabilities() -> TerminalCapabilities {
      TerminalCapabilities(answers: answers.map(\.answer), window: window, environment)
    }
    var found = capabilities()
    if found.hasSixel, found.registers < 256 {
      let more = try ask(raiseRegisters, input, output, patience)
      answers += more.answers
      typedAhead += more.typedAhead
      found = capabilities()
    }
    var result = Result(capabilities: found, typedAhead: typedAhead)
    result.report = ProbeReport(questions, answers)
    result.report.milliseconds = milliseconds
    return result
  }

  private static func ask(
    _ questions: String, _ input: Int32, _ output: Int32, _ patience: Int
  ) throws(TerminalError) -> (
    answers: [(answer: TerminalAnswer, bytes: [UInt8])], typedAhead: [UInt8]
  ) {
    try TerminalFile.write(Array(questions.utf8), to: output)
    var reader = AnswerReader()
    let end = monotonicMilliseconds() + patience
    while !reader.isDone {
      let left = end - monotonicMilliseconds()
      guard left > 0 else { break }
      guard TerminalFile.waitUntilReady(input, for: POLLIN, milliseconds: Int32(left)) else {
        continue
      }
      guard let bytes = TerminalFile.readAvailable(from: input) else { break }
      reader.read(bytes)
    }
    return reader.finish()
  }

  private static func monotonicMilliseconds() -> Int {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return now.tv_sec * 1000 + now.tv_nsec / 1_000_000
  }
}

/// A terminal that hands on each byte at once and shows none, while it is asked.
private struct UncookedMode: ~Copyable {
  private let terminal: Int32
  private let before: termios

  /// The corresponding C function is `tcsetattr`.
  init(of terminal: Int32) throws(TerminalError) {
    var modes = termios()
    guard tcgetattr(terminal, &modes) == 0 else {
      throw TerminalError(
        code: .lost, message: "the terminal is gone; run the command again in a new one",
        cause: .init(name: "tcgetattr", errno: errno))
    }
    (self.terminal, before) = (terminal, modes)
    // ISIG stays on: ctrl+c must work while nothing answers.
    modes.c_lflag &= ~tcflag_t(ICANON | ECHO)
    // ICRNL would turn a typed-ahead return into a line feed, and IXON swallow ctrl+s.
    modes.c_iflag &= ~tcflag_t(ICRNL | IXON)
    // Not TCSAFLUSH, which drops what was typed ahead.
    tcsetattr(terminal, TCSADRAIN, &modes)
  }

  borrowing func end() {
    var modes = before
    tcsetattr(terminal, TCSADRAIN, &modes)
  }
}
