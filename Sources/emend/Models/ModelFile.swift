import EmendCore
import EmendFormats
import EmendInference
import EmendStore

/// A registered model version with all that is needed to run it.
struct ModelFile {
  let version: ModelVersion
  /// The absolute path of the ONNX file.
  let path: String
  /// The absolute paths of what it needs besides.
  let companions: [Companion: String]

  /// - Throws: ``CommandFailure`` when the file is gone or is another one by now.
  init(_ version: ModelVersion, in project: Project) throws {
    self.version = version
    let place = project.absolutePath(of: version.path)
    path = place.text
    if version.isImported {
      throw CommandFailure(
        "\(version.name) came as a results file, so there is no model to run; name another by "
          + "--model, or import new results by `emend import coco`")
    }
    guard FolderWalk.kind(of: place) == .file else {
      throw CommandFailure(
        "\(place.display): the model file of \(version.name) is gone; copy it back from a backup")
    }
    guard try Digest.sha256(file: place) == version.sha256 else {
      throw CommandFailure(
        "\(place.display): not the file that was registered as \(version.name); copy it back, "
          + "or register this one by `emend model add`")
    }
    companions = try Self.companions(of: version, in: project)
  }

  private static func companions(
    of version: ModelVersion, in project: Project
  ) throws -> [Companion: String] {
    try version.companions.reduce(into: [:]) { paths, companion in
      let (key, kept) = companion
      let place = project.absolutePath(of: ImagePath(kept.path))
      guard FolderWalk.kind(of: place) != nil else {
        throw CommandFailure(
          "\(place.display): the \(key) of \(version.name) is gone; copy it back from a backup")
      }
      guard try KeptCompanion.digest(of: place.text) == kept.sha256 else {
        throw CommandFailure(
          "\(place.display): not the \(key) that was registered with \(version.name); copy it "
            + "back from a backup")
      }
      paths[key] = place.text
    }
  }

  /// Loads the model so that each run takes one thread.
  func detector(_ opened: OpenProject, on choice: ProviderChoice) throws -> Detector {
    let runtime = try RuntimeAccess.load(opened.settings)
    return try choice.first { provider in
      try Detector(
        runtime, path: path, texts: version.texts, companions: companions,
        prompts: opened.prompts,
        settings: SessionSettings(provider: provider, threads: 1))
    }
  }
}

/// ONNX Runtime, from where the settings or the environment say.
enum RuntimeAccess {
  static func locator(_ settings: ProjectSettings?) -> RuntimeLocator {
    RuntimeLocator(named: settings?.runtime.path, environment: Environment.all)
  }

  static func load(_ settings: ProjectSettings?) throws -> OnnxRuntime {
    try OnnxRuntime(try locator(settings).locate())
  }
}
