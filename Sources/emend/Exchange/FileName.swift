import Foundation

/// The parts of a path that a user gave.
enum FileName {
  /// `b.json` of `a/b.json`; for a folder its own name.
  static func last(of path: String) -> String {
    URL(fileURLWithPath: AbsolutePath.of(path)).lastPathComponent
  }

  static func withoutEnding(_ path: String) -> String {
    URL(fileURLWithPath: AbsolutePath.of(path)).deletingPathExtension().lastPathComponent
  }

  /// The absolute path of the folder that a file is in.
  static func folder(of path: String) -> String {
    URL(fileURLWithPath: AbsolutePath.of(path)).deletingLastPathComponent().path
  }
}
