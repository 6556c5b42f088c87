import Glibc

/// A pipe that wakes a thread in `poll`; it carries bells and no data.
///
/// Both ends are non-blocking and closed in child processes. Any thread may ring, one may listen.
final class Bell: Sendable {
  let readEnd: Int32
  let writeEnd: Int32

  /// Opens the pipe.
  ///
  /// The corresponding C function is `pipe`.
  ///
  /// - Precondition: the process may open two more files.
  init() {
    var ends: [Int32] = [0, 0]
    precondition(pipe(&ends) == 0, "no pipe to wake a thread with: errno \(errno)")
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  /// Makes `readEnd` readable.
  ///
  /// A full pipe takes no byte, and is readable already.
  func ring() {
    var byte: UInt8 = 0
    _ = write(writeEnd, &byte, 1)
  }

  /// Takes every byte that waits.
  func silence() -> [UInt8] {
    var heard: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64)
    while true {
      let count = read(readEnd, &chunk, chunk.count)
      guard count > 0 else { return heard }
      heard += chunk[..<count]
    }
  }

  /// Blocks until the bell rings.
  func wait() {
    var descriptor = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
    // A signal ends poll early; the caller looks again in any case.
    _ = poll(&descriptor, 1, -1)
  }
}
