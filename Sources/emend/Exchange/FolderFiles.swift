import EmendCore
import Foundation

/// Files below one folder, by paths of any bytes; folders on the way are made.
struct FolderFiles {
  /// Absolute.
  let root: ImagePath

  /// Whether there is nothing at a path, or an empty folder.
  ///
  /// The corresponding C functions are `lstat` and `readdir`.
  static func isFree(_ path: ImagePath) -> Bool {
    var status = stat()
    guard lstat(FolderWalk.cString(path), &status) == 0 else { return true }
    guard status.st_mode & S_IFMT == S_IFDIR else { return false }
    return FolderWalk.isEmpty(path)
  }

  func write(_ bytes: [UInt8], to path: ImagePath) throws {
    let target = try place(path)
    guard let stream = fopen(FolderWalk.cString(target), "wb") else { throw failure(target) }
    let written = fwrite(bytes, 1, bytes.count, stream)
    guard fclose(stream) == 0, written == bytes.count else { throw failure(target) }
  }

  /// The corresponding C function is `symlink`.
  func link(_ path: ImagePath, to file: ImagePath) throws {
    let target = try place(path)
    guard symlink(FolderWalk.cString(file), FolderWalk.cString(target)) == 0 else {
      throw failure(target)
    }
  }

  func copy(_ file: ImagePath, to path: ImagePath) throws {
    guard let source = fopen(FolderWalk.cString(file), "rb") else { throw failure(file) }
    defer { fclose(source) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = fread(&part, 1, part.count, source)
      bytes += part.prefix(count)
      if count < part.count { break }
    }
    guard ferror(source) == 0 else { throw failure(file) }
    try write(bytes, to: path)
  }

  /// The corresponding C function is `rename`.
  func move(to path: ImagePath) throws {
    guard rename(FolderWalk.cString(root), FolderWalk.cString(path)) == 0 else {
      throw failure(path)
    }
  }

  /// Takes away what was written; what cannot be taken away is left.
  func remove() { try? FileManager.default.removeItem(atPath: root.text) }

  /// The absolute path of a file, whose folder is there afterwards.
  private func place(_ path: ImagePath) throws -> ImagePath {
    let slash = UInt8(ascii: "/")
    let target = ImagePath(bytes: root.bytes + [slash] + path.bytes)
    for end in target.bytes.indices.dropFirst() where target.bytes[end] == slash {
      let folder = ImagePath(bytes: Array(target.bytes[..<end]))
      guard mkdir(FolderWalk.cString(folder), 0o777) == 0 || errno == EEXIST else {
        throw failure(folder)
      }
    }
    return target
  }

  private func failure(_ path: ImagePath) -> CommandFailure {
    let reason = String(cString: strerror(errno))
    return CommandFailure(
      "\(path.display): cannot be read or written (\(reason)); look at the permissions and the "
        + "room on the disk")
  }
}
