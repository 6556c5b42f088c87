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
      return labels.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let file = dataFile ?? ""
    return try YOLOReader.labels(in: TextFile.bytes(file), file: ImagePath(file).display)
  }
}
