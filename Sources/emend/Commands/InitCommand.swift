import ArgumentParser
import EmendCore
import EmendFormats
import EmendStore
import Foundation

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make a project.",
    discussion: """
      Makes the folder with project.sqlite, which holds every decision, and emend.yaml, which \
      holds the settings.

      Example: emend init plates --labels scratch,dent,discoloration,missing_screw
      """)

  @Argument(help: "The folder to make; it may exist.")
  var folder: String
  @Option(help: "The labels in order, with commas between. Their order never changes.")
  var labels: String?
  @Option(name: .customLong("from"), help: "Take the labels from a YOLO data.yaml instead.")
  var dataFile: String?

  func validate() throws {
    guard (labels == nil) != (dataFile == nil) else {
      throw ValidationError("give the labels by --labels a,b,c or by --from data.yaml")
    }
  }

  func run() throws {
    let names = try labelNames()
    let project = try Project.create(at: folder, labels: names)
    let settings = project.folder.text + "/" + OpenProject.settingsName
    if !FileManager.default.fileExists(atPath: settings) {
      try ProjectSettings.template.write(toFile: settings, atomically: true, encoding: .utf8)
    }
    for notice in [project.journalNotice].compactMap(\.self) { Console.note(notice) }
    Console.print("\(ImagePath(folder).display): made, with \(Words.count(names.count, "label"))")
    Console.print("next: cd \(ImagePath(folder).display) && emend add FOLDER")
  }

  private func labelNames() throws -> [String] {
    if let labels {
      let names = labels.split(separator: ",", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      return try Self.checked(names, from: "--labels")
    }
    let file = ImagePath(dataFile ?? "").display
    return try Self.checked(
      YOLOReader.labels(in: TextFile.bytes(dataFile ?? ""), file: file), from: file)
  }

  /// Refuses a list in which a label could not be told by its name.
  private static func checked(_ names: [String], from source: String) throws -> [String] {
    guard names.allSatisfy({ !$0.isEmpty }), !names.isEmpty else {
      throw CommandFailure("\(source): a label has no name; give each one, as in scratch,dent")
    }
    var seen: Set<String> = []
    if let twice = names.first(where: { !seen.insert($0).inserted }) {
      throw CommandFailure("\(source): \(twice) is there twice; give each label a name of its own")
    }
    return names
  }
}
