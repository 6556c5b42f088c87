import ArgumentParser
import EmendCore
import EmendFormats
import EmendStore
import Foundation

/// Options of every command that works on a project.
struct ProjectOptions: ParsableArguments {
  @Option(
    name: [.customShort("C"), .customLong("project")],
    help: "The project's folder, or any folder below it.")
  var folder = "."

  func open() throws -> OpenProject { try OpenProject(from: folder) }
}

/// A project with the settings in its emend.yaml.
struct OpenProject {
  let project: Project
  let settings: ProjectSettings
  let labels: [Label]

  /// Settings that cannot be read are told of and left at their defaults.
  init(from folder: String) throws {
    project = try Waiting.show("opening") { _ in try Project.open(from: folder) }
    let file = project.folder.text + "/" + Self.settingsName
    settings = Self.settings(in: file)
    let extras = try project.labelExtras()
    labels = try project.labels().map { label in
      var named = label
      named.skeleton = Skeleton(labelExtras: extras[label.id])
      return named
    }
    for notice in [project.readOnlyNotice, project.journalNotice, project.updateNotice].compactMap(
      \.self)
    {
      Console.note(notice)
    }
  }

  static let settingsName = "emend.yaml"

  private static func settings(in file: String) -> ProjectSettings {
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      Console.note("\(ImagePath(file).display): cannot be read; the defaults are used")
      return ProjectSettings()
    }
    let (settings, problems) = ProjectSettings.read(text, file: settingsName)
    for problem in problems { Console.note("\(problem)") }
    return settings
  }

  /// Puts the images to be reviewed in order anew, by the champion's scores; nil takes the
  /// settings' order.
  func rankQueue(_ order: QueueSettings? = nil) throws {
    try Waiting.show("ranking") {
      try project.rank(
        order ?? settings.queue, model: try project.champion()?.id, report: $0)
    }
  }

  /// Who decides: EMEND_REVIEWER, else the login name.
  static var reviewer: String {
    let environment = ProcessInfo.processInfo.environment
    let name = environment["EMEND_REVIEWER"] ?? environment["USER"] ?? NSUserName()
    return String(SafeText.display(name).prefix(64))
  }
}

extension ImagePath {
  /// For calls that take text; bytes that are not UTF-8 are replaced.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The name without the folders above it.
  var lastComponent: ImagePath {
    ImagePath(bytes: Array(bytes.split(separator: UInt8(ascii: "/")).last ?? []))
  }
}
