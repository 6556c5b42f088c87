import Glibc

/// The size of a file that may not be there yet.
enum FileSize {
  /// In bytes; 0 where there is no such file.
  ///
  /// The corresponding C function is `stat`.
  static func of(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }
}
