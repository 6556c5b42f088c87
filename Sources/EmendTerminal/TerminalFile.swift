import Glibc

/// The calls on a terminal's file descriptor that more than one part needs.
enum TerminalFile {
  /// Writes everything, also to a descriptor that does not block.
  ///
  /// The corresponding C functions are `write` and `poll`.
  ///
  /// - Throws: ``TerminalError/Code/lost`` when the terminal takes no more.
  static func write(_ bytes: [UInt8], to output: Int32) throws(TerminalError) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        Glibc.write(output, $0.baseAddress, $0.count)
      }
      if count >= 0 {
        written += count
      } else if errno == EAGAIN {
        waitUntilReady(output, for: POLLOUT, milliseconds: -1)
      } else if errno != EINTR {
        throw .lost(in: "write")
      }
    }
  }

  /// Writes what the terminal takes at once.
  ///
  /// The corresponding C function is `write`.
  ///
  /// - Parameters:
  ///   - bytes: of which the first are written.
  ///   - output: a descriptor that does not block.
  /// - Returns: how many bytes it took; 0 when it is full.
  /// - Throws: ``TerminalError/Code/lost`` when the terminal takes no more.
  static func writeAvailable(
    _ bytes: ArraySlice<UInt8>, to output: Int32
  ) throws(TerminalError) -> Int {
    let count = bytes.withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
    if count >= 0 { return count }
    guard errno == EAGAIN || errno == EINTR else { throw .lost(in: "write") }
    return 0
  }

  /// Reads what is there, at most 64 kB, without waiting.
  ///
  /// Never more, because a terminal that sends without end would never let go.
  ///
  /// The corresponding C functions are `poll` and `read`.
  ///
  /// - Returns: nil when the terminal is gone.
  static func readAvailable(from input: Int32) -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1024)
    while bytes.count < 65_536, waitUntilReady(input, for: POLLIN, milliseconds: 0) {
      let count = read(input, &chunk, chunk.count)
      if count > 0 {
        bytes += chunk[..<count]
      } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
        return bytes.isEmpty ? nil : bytes
      }
    }
    return bytes
  }

  /// Waits until the descriptor can be read or written.
  ///
  /// The corresponding C function is `poll`.
  ///
  /// - Returns: false when the time is over, or a signal came.
  @discardableResult
  static func waitUntilReady(_ file: Int32, for events: Int32, milliseconds: Int32) -> Bool {
    var descriptor = pollfd(fd: file, events: Int16(events), revents: 0)
    return poll(&descriptor, 1, milliseconds) > 0
  }

  /// The window's size in cells and pixels, each 0 where it is not known.
  ///
  /// The corresponding C function is `ioctl` with `TIOCGWINSZ`.
  static func windowSize(of terminal: Int32) -> WindowSize {
    var size = winsize()
    // What is no terminal leaves the zeros.
    _ = ioctl(terminal, UInt(TIOCGWINSZ), &size)
    return WindowSize(
      columns: Int(size.ws_col), rows: Int(size.ws_row), width: Int(size.ws_xpixel),
      height: Int(size.ws_ypixel))
  }
}

/// What the kernel knows of the window.
struct WindowSize: Equatable, Sendable {
  var columns: Int
  var rows: Int
  /// In pixels, with the terminal's inner border; 0 when nobody said.
  var width: Int
  var height: Int
}
