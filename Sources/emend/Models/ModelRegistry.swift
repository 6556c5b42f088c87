import EmendCore
import EmendFormats
import EmendInference
import EmendStore
import Foundation

/// Copies model files into the project and registers them.
struct ModelRegistry {
  let project: Project

  /// Where the project keeps its models.
  static let folderName = "models"

  /// Registers copies of an ONNX file and of the checkpoint that training goes on from.
  ///
  /// Where a file keeps its tensors beside it, the copy holds them.
  ///
  /// - Parameters:
  ///   - file: the absolute path of the ONNX file.
  ///   - checkpoint: the absolute path of the trainer's own file, if there is one.
  ///   - card: what the file says of itself.
  ///   - texts: what lies beside it.
  ///   - companions: absolute paths of what else it needs; copied, too.
  ///   - name: nil takes the file's name; a number is added where it is taken.
  ///   - parent: the version that training went on from.
  ///   - snapshot: the snapshot that it was trained on.
  /// - Returns: the new version; the project's first one that is no tool is the champion.
  /// - Throws: ``CommandFailure`` when the file is registered already or cannot be copied.
  func add(
    file: String, checkpoint: String?, card: ModelCard, texts: [String: String] = [:],
    companions: [Companion: String] = [:], name: String? = nil, parent: ModelVersionID? = nil,
    snapshot: Int? = nil
  ) throws -> ModelVersion {
    let whole = try WholeModel.bytes(of: file)
    let digest = try whole.map(Digest.sha256) ?? Digest.sha256(file: ImagePath(file))
    let versions = try project.modelVersions()
    if let known = versions.first(where: { $0.sha256 == digest }) {
      throw CommandFailure("\(ImagePath(file).display): registered already, as \(known.name)")
    }
    let stem = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    let free = Self.freeName(name ?? stem, versions)
    let kept = try card.json(texts: texts, companions: keep(companions, of: free))
    let trained = try checkpoint.map { ImagePath(try copyIn($0, as: free + ".pt")) }
    return try project.addModelVersion(
      NewModelVersion(
        name: free, path: ImagePath(try copyIn(file, as: free + ".onnx", whole)), sha256: digest,
        card: kept.text, parent: parent, snapshot: snapshot, checkpoint: trained,
        use: card.purpose.isTool ? .help : .predictions))
  }

  /// The checkpoint that lies beside an ONNX file under the same name; nil when none does.
  static func checkpoint(beside file: String) -> String? {
    let path = URL(fileURLWithPath: file).deletingPathExtension().path + ".pt"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  /// A name whose files are no other version's, nor its companions'.
  static func freeName(_ name: String, _ versions: [ModelVersion]) -> String {
    let taken = Set(versions.map(\.name))
    let companions = Set(
      versions.flatMap { version in version.companions.keys.map { "\(version.name).\($0)" } })
    func isFree(_ name: String) -> Bool {
      !taken.contains(name) && !companions.contains(name)
        && !Companion.allCases.contains { taken.contains("\(name).\($0)") }
    }
    if isFree(name) { return name }
    let number = (2...).first { isFree("\(name)-\($0)") } ?? versions.count + 2
    return "\(name)-\(number)"
  }

  /// Copies what a model needs beside its file.
  private func keep(
    _ companions: [Companion: String], of name: String
  ) throws -> [Companion: KeptCompanion] {
    try companions.reduce(into: [:]) { kept, companion in
      let (key, path) = companion
      let copy =
        if let ending = key.fileExtension {
          try copyIn(
            path, as: "\(name).\(key).\(ending)",
            ending == "onnx" ? WholeModel.bytes(of: path) : nil)
        } else {
          try copyInTokenizer(path, as: "\(name).\(key)")
        }
      kept[key] = KeptCompanion(
        path: copy, sha256: try KeptCompanion.digest(of: "\(project.folder.text)/\(copy)"))
    }
  }

  private func copyInTokenizer(_ folder: String, as name: String) throws -> String {
    // Files of an earlier registration that failed would change the digest.
    try? FileManager.default.removeItem(
      atPath: "\(project.folder.text)/\(Self.folderName)/\(name)")
    for file in KeptCompanion.tokenizerFiles(in: folder) {
      _ = try copyIn("\(folder)/\(file)", as: "\(name)/\(file)")
    }
    return "\(Self.folderName)/\(name)"
  }

  /// Copies a file, or writes what it is to hold instead; answers the path from the project's
  /// folder.
  private func copyIn(_ file: String, as name: String, _ bytes: [UInt8]? = nil) throws -> String {
    let target = "\(project.folder.text)/\(Self.folderName)/\(name)"
    let folder = (target as NSString).deletingLastPathComponent
    do {
      let manager = FileManager.default
      try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
      if manager.fileExists(atPath: target) { try manager.removeItem(atPath: target) }
      if let bytes {
        try Data(bytes).write(to: URL(fileURLWithPath: target))
      } else {
        try manager.copyItem(atPath: file, toPath: target)
      }
    } catch {
      throw CommandFailure(
        "\(ImagePath(file).display): cannot be copied to \(ImagePath(target).display); look at "
          + "the permissions and the room on the disk")
    }
    return Self.folderName + "/" + name
  }
}
