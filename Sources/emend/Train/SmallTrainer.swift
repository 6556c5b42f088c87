import EmendCore
import Foundation

/// The trainer that comes with emend: Python files that are part of this program.
enum SmallTrainer {
  private static let files: [(name: String, bytes: [UInt8])] = [
    ("small.py", PackageResources.small_py),
    ("small_detector.py", PackageResources.small_detector_py),
    ("small_pictures.py", PackageResources.small_pictures_py),
    ("requirements.txt", PackageResources.requirements_txt),
  ]

  /// Installs what the trainer needs into an environment of its own.
  static func install(words: [String]) throws {
    let home = PythonHome(purpose: .trainer)
    let folder = try writeFiles()
    try home.install(["-r", folder + "/requirements.txt"], words: words)
  }

  /// The program and its first arguments.
  ///
  /// - Throws: ``CommandFailure`` when the trainer is not installed.
  static func command() throws -> [String] {
    let home = PythonHome(purpose: .trainer)
    guard home.exists else {
      throw CommandFailure(
        "the built-in trainer is not installed; run `emend runtime install --trainer`, or set "
          + "train: trainer: command in emend.yaml")
    }
    return [home.python, try writeFiles() + "/small.py"]
  }

  /// Writes the files of this program's version beside the environment.
  private static func writeFiles() throws -> String {
    let folder = UserFolders.data + "/trainer-files"
    for file in files { try TextFile.write(file.bytes, to: folder + "/" + file.name) }
    return folder
  }
}
