import Glibc
import Testing

/// A pseudo-terminal whose screen nobody looks at.
struct TestTerminal: ~Copyable {
  let master: Int32
  let slave: Int32

  init() throws {
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(master >= 0)
    // TIOCSPTLCK and TIOCGPTN: unlockpt and ptsname are hidden from Swift's Glibc module.
    var (lock, number) = (Int32(0), Int32(0))
    try #require(ioctl(master, 0x4004_5431, &lock) == 0)
    try #require(ioctl(master, 0x8004_5430, &number) == 0)
    let slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(slave >= 0)
    (self.master, self.slave) = (master, slave)
  }

  deinit { close(master) }

  /// What was written and has not been read yet, at most `count` bytes of it.
  func read(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let read = Glibc.read(master, &bytes, count)
    return Array(bytes.prefix(max(0, read)))
  }

  /// Closes the program's side and reads all that was written and not read.
  ///
  /// The kernel hands on what is written a while later, so that one reading may bring a part of it.
  consuming func lastBytes() -> [UInt8] {
    close(slave)
    var bytes: [UInt8] = []
    while case let part = read(4096), !part.isEmpty { bytes += part }
    return bytes
  }
}
