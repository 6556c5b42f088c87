import EmendCore
import Foundation

/// Whole files of text, with errors that name them.
enum TextFile {
  static func read(_ path: String) throws -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw CommandFailure(
        "\(ImagePath(path).display): cannot be read as text; check the path and its permissions")
    }
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(
        "\(ImagePath(path).display): cannot be read; check the path and its permissions")
    }
    return [UInt8](data)
  }

  /// Writes the file whole or not at all.
  static func write(_ bytes: [UInt8], to path: String) throws {
    do {
      let folder = (path as NSString).deletingLastPathComponent
      if !folder.isEmpty {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true)
      }
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw CommandFailure(
        "\(ImagePath(path).display): cannot be written; check the folder, its permissions and "
          + "the room on the disk")
    }
  }
}
