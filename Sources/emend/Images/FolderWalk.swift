import EmendCore
import Glibc

/// The image files in a folder and everything below it.
///
/// Names are bytes, because a Linux file name need not be UTF-8.
enum FolderWalk {
  /// Endings that an image may have, in lower case.
  static let endings = [".jpg", ".jpeg", ".jpe", ".png", ".webp"].map { Array($0.utf8) }

  /// Every file with an image's ending, in the order of their bytes.
  ///
  /// Hidden entries are left out, and folders behind symbolic links are not entered, so that a
  /// ring of links ends.
  /// - Throws: ``CommandFailure`` when the folder itself cannot be read.
  static func images(below folder: ImagePath) throws -> [ImagePath] {
    try files(below: folder, where: isImage)
  }

  /// Every file whose name fits, by the rules of ``images(below:)``.
  static func files(
    below folder: ImagePath, where fits: ([UInt8]) -> Bool
  ) throws -> [ImagePath] {
    var found: [ImagePath] = []
    var waiting = [folder]
    while let next = waiting.popLast() {
      guard let entries = entries(of: next) else {
        let reason = String(cString: strerror(errno))
        throw CommandFailure(
          "\(next.display): the folder cannot be read (\(reason)); look at its permissions")
      }
      for name in entries where name.first != UInt8(ascii: ".") {
        let path = ImagePath(bytes: next.bytes + [UInt8(ascii: "/")] + name)
        switch kind(of: path) {
        case .folder: waiting.append(path)
        case .file where fits(name): found.append(path)
        case .file, nil: break
        }
      }
    }
    return found.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }

  enum Kind {
    case file
    case folder
  }

  /// What is at a path; nil for what is neither a file nor a folder, or is not there.
  ///
  /// The corresponding C function is `stat`; a link to a folder counts as neither.
  static func kind(of path: ImagePath) -> Kind? {
    let name = cString(path)
    var status = stat()
    guard stat(name, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return isLink(name) ? nil : .folder
    default: return nil
    }
  }

  private static func isLink(_ name: [CChar]) -> Bool {
    var status = stat()
    return lstat(name, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  private static func isImage(_ name: [UInt8]) -> Bool {
    let lower = name.map { (65...90).contains($0) ? $0 + 32 : $0 }
    return endings.contains { lower.count > $0.count && lower.suffix($0.count) == $0[...] }
  }

  static func isEmpty(_ folder: ImagePath) -> Bool {
    entries(of: folder)?.allSatisfy { $0 == Array(".".utf8) || $0 == Array("..".utf8) } ?? false
  }

  /// Names in a folder; nil when it cannot be read.
  ///
  /// The corresponding C functions are `opendir` and `readdir`.
  private static func entries(of folder: ImagePath) -> [[UInt8]]? {
    guard let stream = opendir(cString(folder)) else { return nil }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        Array(bytes.prefix { $0 != 0 })
      }
      names.append(name)
    }
    return names
  }

  static func cString(_ path: ImagePath) -> [CChar] {
    path.bytes.map(CChar.init(bitPattern:)) + [0]
  }
}
