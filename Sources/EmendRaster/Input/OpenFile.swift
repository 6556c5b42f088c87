import EmendCore
import Glibc

/// A regular file that is open for reading, closed with its owner.
struct OpenFile: ~Copyable {
  let descriptor: Int32
  let byteCount: Int

  /// The corresponding C functions are `open` and `fstat`.
  ///
  /// - Throws: ``ImageError/Code/unreadable``, with the path.
  init(_ path: ImagePath) throws(ImageError) {
    // Not blocking, so that a named pipe in a folder of images stops nobody.
    let name = path.bytes.map { CChar(truncatingIfNeeded: $0) } + [0]
    let file = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw Self.failure("cannot be opened", path) }
    var status = stat()
    let isKnown = fstat(file, &status) == 0
    guard isKnown, status.st_mode & S_IFMT == S_IFREG else {
      let failure =
        isKnown
        ? ImageError(.unreadable, "is not a regular file; name an image file", path: path)
        : Self.failure("cannot be read", path)
      close(file)
      throw failure
    }
    descriptor = file
    byteCount = Int(status.st_size)
  }

  deinit { close(descriptor) }

  static func failure(_ what: String, _ path: ImagePath) -> ImageError {
    let reason = String(cString: strerror(errno))
    return ImageError(.unreadable, "\(what) (\(reason)); check the path and its rights", path: path)
  }
}
