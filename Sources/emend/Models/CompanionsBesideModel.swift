import EmendCore
import EmendInference
import Foundation

/// The files that belong to a model and lie beside it.
struct CompanionsBesideModel {
  /// Absolute paths; a tokenizer's is its folder's.
  private(set) var paths: [Companion: String] = [:]

  /// - Parameters:
  ///   - file: the absolute path of an ONNX file.
  ///   - named: absolute paths from the command line or the card; they count more than what is
  ///     found.
  /// - Throws: ``CommandFailure`` where a named one is not there.
  init(_ file: String, named: [Companion: String] = [:]) throws {
    for companion in Companion.allCases {
      if let path = named[companion] {
        try Self.check(path, companion)
        paths[companion] = path
      } else {
        paths[companion] = Self.find(companion, beside: file)
      }
    }
    guard let recogniser = paths[.recogniser] else { return }
    // What reads lines may need a decoder and a tokenizer of its own.
    for companion in [Companion.decoder, .tokenizer] where named[companion] == nil {
      paths[companion] = Self.find(companion, beside: recogniser) ?? paths[companion]
    }
  }

  private static func check(_ path: String, _ companion: Companion) throws {
    if companion == .tokenizer {
      guard isTokenizer(path) else {
        throw CommandFailure(
          "\(ImagePath(path).display): no folder with a tokenizer; expected one of "
            + Companion.tokenizerCores.joined(separator: ", "))
      }
    } else if FolderWalk.kind(of: ImagePath(path)) != .file {
      throw CommandFailure(
        "\(ImagePath(path).display): there is no such file to be the model's \(companion)")
    }
  }

  private static func find(_ companion: Companion, beside file: String) -> String? {
    let url = URL(fileURLWithPath: file)
    let folder = url.deletingLastPathComponent()
    guard companion != .tokenizer else {
      return TextsBesideModel.folders(of: file).map(\.path).first(where: isTokenizer)
    }
    guard companion != .characters else { return characters(in: folder.path) }
    let name = url.lastPathComponent
    for (model, other) in companion.renamings where name.contains(model) {
      let path = folder.appendingPathComponent(name.replacing(model, with: other)).path
      if FolderWalk.kind(of: ImagePath(path)) == .file { return path }
    }
    return nil
  }

  /// The only list of characters in a folder; of several none is known to be the right one.
  private static func characters(in folder: String) -> String? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let lists = names.filter { name in Companion.characterEndings.contains(where: name.hasSuffix) }
    guard lists.count == 1, let list = lists.first else { return nil }
    return "\(folder)/\(list)"
  }

  private static func isTokenizer(_ folder: String) -> Bool {
    Companion.tokenizerCores.contains { FolderWalk.kind(of: ImagePath("\(folder)/\($0)")) == .file }
  }
}
