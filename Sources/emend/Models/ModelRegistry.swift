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
  /// - Parameters:
  ///   - file: the absolute path of the ONNX file.
  ///   - checkpoint: the absolute path of the trainer's own file, if there is one.
  ///   - card: what the file says of itself.
  ///   - texts: what lies beside it.
  ///   - name: nil takes the file's name; a number is added where it is taken.
  ///   - parent: the version that training went on from.
  ///   - snapshot: the snapshot that it was trained on.
  /// - Returns: the new version; the project's first one is the champion.
  /// - Throws: ``CommandFailure`` when the file is registered already or cannot be copied.
  func add(
    file: String, checkpoint: String?, card: ModelCard, texts: [String: String] = [:],
    name: String? = nil, parent: ModelVersionID? = nil, snapshot: Int? = nil
  ) throws -> ModelVersion {
    let digest = try Digest.sha256(file: ImagePath(file))
    let versions = try project.modelVersions()
    if let known = versions.first(where: { $0.sha256 == digest }) {
      throw CommandFailure("\(ImagePath(file).display): registered already, as \(known.name)")
    }
    let stem = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    let free = Self.freeName(name ?? stem, taken: Set(versions.map(\.name)))
    let kept = try checkpoint.map { ImagePath(try copyIn($0, as: free + ".pt")) }
    return try project.addModelVersion(
      NewModelVersion(
        name: free, path: ImagePath(try copyIn(file, as: free + ".onnx")), sha256: digest,
        card: card.json(texts: texts).text, parent: parent, snapshot: snapshot, checkpoint: kept))
  }

  /// The checkpoint that lies beside an ONNX file under the same name; nil when none does.
  static func checkpoint(beside file: String) -> String? {
    let path = URL(fileURLWithPath: file).deletingPathExtension().path + ".pt"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  /// The name, with a number where it is taken.
  static func freeName(_ name: String, taken: Set<String>) -> String {
    guard taken.contains(name) else { return name }
    let number = (2...).first { !taken.contains("\(name)-\($0)") } ?? taken.count + 2
    return "\(name)-\(number)"
  }

  /// Answers the path from the project's folder.
  private func copyIn(_ file: String, as name: String) throws -> String {
    let folder = project.folder.text + "/" + Self.folderName
    let target = folder + "/" + name
    do {
      let manager = FileManager.default
      try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
      if manager.fileExists(atPath: target) { try manager.removeItem(atPath: target) }
      try manager.copyItem(atPath: file, toPath: target)
    } catch {
      throw CommandFailure(
        "\(ImagePath(file).display): cannot be copied to \(ImagePath(target).display); look at "
          + "the permissions and the room on the disk")
    }
    return Self.folderName + "/" + name
  }
}
