import EmendCore
import Foundation
import Glibc
import Synchronization

/// A program that is written lines to and read lines from.
///
/// One thread at a time uses it. It has a process group of its own, so that a ctrl+c does not reach
/// it and so that what it started ends with it; it gets the end of its input when emend is gone.
final class LineProgram {
  let process: pid_t
  private var input: Int32
  private let output: Int32
  private var rest: [UInt8] = []
  /// Up to where `rest` holds no line end.
  private var searched = 0
  private(set) var status: Int32?

  /// What came of waiting for a line.
  enum Reading {
    case line([UInt8])
    /// The program has closed its output, which programs do by ending.
    case ended
    case late
    /// Ctrl+c was pressed.
    case interrupted
    case tooLong
  }

  /// Bytes of the longest line: some thousand masks of a picture of 100 megapixels.
  static let lineLimit = 64 << 20

  /// Takes over a running program; ``start(_:folder:environment:errors:)`` makes one.
  init(process: pid_t, input: Int32, output: Int32) {
    (self.process, self.input, self.output) = (process, input, output)
    for end in [input, output] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
  }

  deinit {
    if status == nil { kill() }
    closeInput()
    close(output)
  }

  /// The number of the next line, from 1.
  private(set) var lineNumber = 0

  /// Waits for a line, until a time.
  func line(until deadline: ContinuousClock.Instant) -> Reading {
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      if let end = rest[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { (rest, searched) = (Array(rest[(end + 1)...]), 0) }
        lineNumber += 1
        return .line(Array(rest[..<end]))
      }
      searched = rest.count
      guard rest.count <= Self.lineLimit else { return .tooLong }
      if let reason = wait(for: output, Int16(POLLIN), until: deadline) { return reason }
      let count = read(output, &part, part.count)
      if count == 0 { return .ended }
      if count > 0 { rest += part[..<count] }
      if count < 0, errno != EAGAIN, errno != EINTR { return .ended }
    }
  }

  /// Writes a line, until a time; nil when all of it is written.
  func write(_ line: [UInt8], until deadline: ContinuousClock.Instant) -> Reading? {
    var left = line[...]
    while !left.isEmpty {
      if let reason = wait(for: input, Int16(POLLOUT), until: deadline) { return reason }
      let count = BrokenPipe.ignored {
        left.withUnsafeBytes { Glibc.write(input, $0.baseAddress, $0.count) }
      }
      if count > 0 { left = left.dropFirst(count) }
      if count < 0, errno != EAGAIN, errno != EINTR { return .ended }
    }
    return nil
  }

  /// Nil when the file is ready; looks for ctrl+c five times a second.
  private func wait(
    for file: Int32, _ events: Int16, until deadline: ContinuousClock.Instant
  ) -> Reading? {
    while true {
      if Interrupt.wasAsked { return .interrupted }
      let left = (deadline - .now) / .milliseconds(1)
      guard left > 0 else { return .late }
      var source = pollfd(fd: file, events: events, revents: 0)
      if poll(&source, 1, Int32(min(left.rounded(.up), 200))) > 0 { return nil }
    }
  }
}

// MARK: - The end

extension LineProgram {
  /// Tells the program that nothing more comes, and waits for its end; kills it after `grace`.
  ///
  /// - Returns: its exit status; 128 and the signal's number when a signal ended it.
  @discardableResult
  func end(grace: Duration) -> Int32 {
    closeInput()
    if let status = status(within: grace) { return status }
    signal(SIGTERM)
    if let status = status(within: .seconds(2)) { return status }
    return kill()
  }

  /// Ends the program, and what it started, at once.
  @discardableResult
  func kill() -> Int32 {
    signal(SIGKILL)
    return status(within: .seconds(60)) ?? 128 + SIGKILL
  }

  private func signal(_ number: Int32) { Glibc.kill(-process, number) }

  private func closeInput() {
    guard input >= 0 else { return }
    close(input)
    input = -1
  }

  /// Nil when it runs on.
  private func status(within patience: Duration) -> Int32? {
    if let status { return status }
    let deadline = ContinuousClock.now + patience
    var found: Int32 = 0
    while true {
      let answer = waitpid(process, &found, WNOHANG)
      if answer == process { break }
      if answer < 0, errno != EINTR { break }
      guard ContinuousClock.now < deadline else { return nil }
      usleep(10_000)
    }
    // Those that it started and left behind.
    signal(SIGKILL)
    let code = found & 0x7f == 0 ? found >> 8 & 0xff : 128 + found & 0x7f
    status = code
    return code
  }
}

/// Writing to a program that has ended raises a signal, which would end emend.
private enum BrokenPipe {
  static func ignored<Value>(_ body: () -> Value) -> Value {
    var (pipes, before, pending) = (sigset_t(), sigset_t(), sigset_t())
    sigemptyset(&pipes)
    sigaddset(&pipes, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &pipes, &before)
    let value = body()
    let error = errno
    sigpending(&pending)
    if sigismember(&pending, SIGPIPE) == 1 {
      var now = timespec()
      sigtimedwait(&pipes, nil, &now)
    }
    pthread_sigmask(SIG_SETMASK, &before, nil)
    errno = error
    return value
  }
}
