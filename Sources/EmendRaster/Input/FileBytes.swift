public import EmendCore
import Glibc

/// A whole file in memory, freed with its owner.
///
/// The file is read, not mapped: a mapped file that somebody cuts meanwhile ends the program
/// with SIGBUS.
public struct FileBytes: ~Copyable {
  private let buffer: UnsafeMutableRawBufferPointer
  private let path: ImagePath

  /// Reads the regular file at `path`.
  ///
  /// The corresponding C functions are `open`, `fstat` and `read`.
  /// - Throws: ``ImageError/Code/unreadable``, with the path.
  public init(_ path: ImagePath) throws(ImageError) {
    // Not blocking, so that a named pipe in a folder of images stops nobody.
    let name = path.bytes.map { CChar(truncatingIfNeeded: $0) } + [0]
    let file = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw Self.failure("cannot be opened", path) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw Self.failure("cannot be read", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw ImageError(.unreadable, "is not a regular file; name an image file", path: path)
    }
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: Int(status.st_size), alignment: 16)
    var filled = 0
    while filled < buffer.count {
      let count = read(file, buffer.baseAddress?.advanced(by: filled), buffer.count - filled)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        buffer.deallocate()
        throw count == 0
          ? ImageError(.unreadable, "became shorter while it was read; try again", path: path)
          : Self.failure("cannot be read", path)
      }
      filled += count
    }
    self.buffer = buffer
    self.path = path
  }

  deinit { buffer.deallocate() }

  public var count: Int { buffer.count }

  /// Lends the bytes for the time of `body`, and adds the path to the error that it throws.
  public func withBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws(ImageError) -> Result
  ) throws(ImageError) -> Result {
    do throws(ImageError) {
      return try body(UnsafeRawBufferPointer(buffer))
    } catch {
      throw error.at(path)
    }
  }

  private static func failure(_ what: String, _ path: ImagePath) -> ImageError {
    let reason = String(cString: strerror(errno))
    return ImageError(.unreadable, "\(what) (\(reason)); check the path and its rights", path: path)
  }
}
