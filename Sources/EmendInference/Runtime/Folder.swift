import Glibc

/// What is at a path, as far as finding a library needs it.
enum Folder {
  /// The names in the folder at `path`, sorted; empty where there is no such folder.
  ///
  /// The corresponding C functions are `opendir` and `readdir`.
  static func names(at path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Whether something other than a folder is at `path`.
  ///
  /// The corresponding C function is `stat`.
  static func hasFile(at path: String) -> Bool {
    var facts = stat()
    return stat(path, &facts) == 0 && facts.st_mode & S_IFMT != S_IFDIR
  }
}
