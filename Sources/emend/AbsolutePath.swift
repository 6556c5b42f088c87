import Foundation

/// Paths that users give, from the folder that they are in.
enum AbsolutePath {
  static func of(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }

  /// A path that is meant from a folder.
  static func of(_ path: String, in folder: String) -> String {
    of(path.hasPrefix("/") ? path : folder + "/" + path)
  }
}
