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
  /// The corresponding C function is `read`.
  /// - Throws: ``ImageError/Code/unreadable``, with the path.
  public init(_ path: ImagePath) throws(ImageError) {
    let file = try OpenFile(path)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: file.byteCount, alignment: 16)
    var filled = 0
    while filled < buffer.count {
      let count = read(
        file.descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        buffer.deallocate()
        throw count == 0
          ? ImageError(.unreadable, "became shorter while it was read; try again", path: path)
          : OpenFile.failure("cannot be read", path)
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
}
