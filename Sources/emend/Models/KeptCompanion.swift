import EmendCore
import EmendFormats
import EmendInference
import EmendStore
import Foundation

/// A companion of a registered model, as the model's card has it.
struct KeptCompanion: Equatable {
  /// From the project's folder.
  var path: String
  /// Of the file; of a folder, of the lines that `sha256sum *` prints in it.
  var sha256: String

  var json: JSONValue {
    .object([.init("path", .string(path)), .init("sha256", .string(sha256))])
  }

  /// The digest of a file or folder that may be a companion.
  ///
  /// - Throws: ``ProjectError/Code/unreachable`` where it cannot be read.
  static func digest(of path: String) throws -> String {
    guard FolderWalk.kind(of: ImagePath(path)) == .folder else {
      return try Digest.sha256(file: ImagePath(path))
    }
    let lines = try tokenizerFiles(in: path).map { name in
      "\(try Digest.sha256(file: ImagePath("\(path)/\(name)")))  \(name)\n"
    }
    return Digest.sha256(Array(lines.joined().utf8))
  }

  /// In the order of their bytes, which is the shell's.
  static func tokenizerFiles(in folder: String) -> [String] {
    Companion.tokenizerFiles.filter {
      FolderWalk.kind(of: ImagePath("\(folder)/\($0)")) == .file
    }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension ModelVersion {
  /// What was registered with the model.
  var companions: [Companion: KeptCompanion] {
    // A card that was changed by hand may hold anything; then there is nothing.
    guard let value = try? JSONValue(text: card), case .object(let members)? = value["companions"]
    else { return [:] }
    return members.reduce(into: [:]) { companions, member in
      guard let companion = Companion(rawValue: member.key),
        let path = member.value["path"]?.string, let sha256 = member.value["sha256"]?.string
      else { return }
      companions[companion] = KeptCompanion(path: path, sha256: sha256)
    }
  }
}
