import EmendCore
import Glibc

/// The rows of an image that is too large for memory, in a temporary file without a name.
///
/// A view at 1:1 is read from the pages that the system keeps of it: a pan in a PNG of 20,000 x
/// 15,000 pixels takes 60 ms of processor time, all of it, where inflating the rows anew takes most
/// of the 8.9 s that opening took (Tests/Benchmarks/memory on a loaded machine, 2026-11).
final class PixelSpool: Sendable {
  let size: ImageSize
  private let file: Int32

  /// The corresponding C functions are `mkstemp`, `unlink` and `statvfs`.
  ///
  /// - Parameters:
  ///   - size: of the image as stored, in pixels of three bytes.
  ///   - folder: where the file is made; it needs room for it twice, so that one image does not
  ///     fill a disk.
  /// - Throws: ``ImageError/Code/unreadable`` without room for it.
  init(_ size: ImageSize, in folder: String) throws(ImageError) {
    let needed = size.width * size.height * 3
    var room = statvfs()
    guard statvfs(folder, &room) == 0, Int(room.f_bavail) * Int(room.f_frsize) >= 2 * needed else {
      throw Self.failure("needs \(2 * needed / 1_000_000) MB of room", folder)
    }
    var name = Array("\(folder)/emend-XXXXXX".utf8CString)
    let file = mkstemp(&name)
    guard file >= 0 else {
      throw Self.failure("cannot be made (\(String(cString: strerror(errno))))", folder)
    }
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    unlink(name)
    self.file = file
    self.size = size
  }

  deinit { close(file) }

  /// The corresponding C function is `pwrite`.
  func write(_ bytes: UnsafeRawBufferPointer, atRow row: Int) -> Bool {
    var (done, place) = (0, row * size.width * 3)
    while done < bytes.count {
      let count = pwrite(file, bytes.baseAddress?.advanced(by: done), bytes.count - done, place)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      done += count
      place += count
    }
    return true
  }

  /// A rectangle of the image as stored.
  ///
  /// The corresponding C function is `pread`.
  /// - Complexity: O(pixels), one call a row.
  func part(left: Int, top: Int, width: Int, height: Int) throws(ImageError) -> PixelImage {
    try pixelImage(width: width, height: height) { pixels in
      for row in 0..<height {
        var (done, place) = (0, ((top + row) * size.width + left) * 3)
        while done < width * 3 {
          let count = pread(
            file, pixels.baseAddress?.advanced(by: row * width * 3 + done), width * 3 - done, place)
          if count < 0 && errno == EINTR { continue }
          guard count > 0 else {
            return ImageError(.unreadable, "cannot be read back from its temporary file; try again")
          }
          done += count
          place += count
        }
      }
      return nil
    }
  }

  static func failure(_ what: String, _ folder: String) -> ImageError {
    ImageError(
      .unreadable,
      "is shown without its details: a temporary file in \(ImagePath(folder).display) \(what); "
        + "set TMPDIR to a folder with more room")
  }
}
