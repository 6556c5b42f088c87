import EmendCore
import EmendFormats
import EmendInference
import EmendStore
import Foundation

/// What lies beside a model file and tells of it what the file does not.
struct TextsBesideModel {
  /// By ``ModelTexts/names``.
  private(set) var texts: [String: String] = [:]
  /// Absolute paths of what the card names as the model's companions.
  private(set) var companions: [Companion: String] = [:]

  /// A file of this kind is some thousand bytes; ImageNet-21k's label names are 700,000.
  private static let byteLimit = 4_000_000

  /// - Parameters:
  ///   - file: the absolute path of an ONNX file. Hugging Face keeps it in a folder `onnx`, and its
  ///     settings in the folder around that.
  ///   - family: from the command line; it counts more than the card.
  /// - Throws: ``CommandFailure`` or ``FormatError`` that names the text that cannot be read.
  init(_ file: String, family: String? = nil) throws {
    let folders = Self.folders(of: file)
    for name in ModelTexts.files {
      let paths = folders.map { $0.appendingPathComponent(name).path }
      guard let path = paths.first(where: FileManager.default.fileExists) else { continue }
      texts[name] = try Self.read(path)
    }
    try takeCard(beside: file, family: family)
  }

  /// Where a model's files may lie: its folder, and the one around it where that is `onnx`.
  static func folders(of file: String) -> [URL] {
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    return folder.lastPathComponent == "onnx"
      ? [folder, folder.deletingLastPathComponent()] : [folder]
  }

  /// The card `model.yaml` beside `model.onnx`, as JSON.
  private mutating func takeCard(beside file: String, family: String?) throws {
    let path = URL(fileURLWithPath: file).deletingPathExtension().path + ".yaml"
    var members: [JSONValue.Member] = []
    if FileManager.default.fileExists(atPath: path) {
      let value = try JSONValue(yaml: Self.read(path), file: ImagePath(path).display)
      if case .object(let found) = value { members = Self.cardMembers(found, path) }
    }
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    for member in members {
      guard let key = Companion(rawValue: member.key), let name = member.value.string else {
        continue
      }
      companions[key] = URL(fileURLWithPath: name, relativeTo: folder).standardizedFileURL.path
    }
    if let family {
      members = members.filter { $0.key != "family" } + [.init("family", .string(family))]
    }
    if !members.isEmpty { texts[ModelTexts.card] = JSONValue.object(members).text }
  }

  /// Nothing of a file that says other things: Ultralytics keeps the plan of `yolo11n.onnx` in
  /// `yolo11n.yaml`.
  private static func cardMembers(
    _ members: [JSONValue.Member], _ path: String
  ) -> [JSONValue.Member] {
    guard !members.isEmpty, !members.contains(where: { ModelTexts.cardKeys.contains($0.key) })
    else { return members }
    let keys = members.prefix(6).map(\.key).joined(separator: ", ")
    Console.note(
      "\(ImagePath(path).display): no card of a model (it has \(keys)); left aside")
    return []
  }

  private static func read(_ path: String) throws -> String {
    let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
    guard let size, size <= byteLimit else {
      throw CommandFailure(
        "\(ImagePath(path).display): larger than \(byteLimit) bytes, so not what it is called; "
          + "take it away from the model")
    }
    return try TextFile.read(path)
  }
}

extension ModelVersion {
  /// What lay beside the model when it was registered.
  var texts: [String: String] {
    // A card that was changed by hand may hold anything; then there is nothing.
    guard let value = try? JSONValue(text: card), case .object(let members)? = value["texts"] else {
      return [:]
    }
    return members.reduce(into: [:]) { $0[$1.key] = $1.value.string }
  }
}
