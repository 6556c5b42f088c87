import ArgumentParser
import EmendCore
import EmendStore

struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy the project file, whole and at one moment.",
    discussion: """
      Works while others review. Images and models are not in it.

      Example: emend backup ~/backups/plates-2026-11-21.sqlite
      """)

  @OptionGroup var options: ProjectOptions
  @Argument(help: "The file to write; it must not exist.", completion: .file())
  var file: String

  func run() throws {
    let project = try options.open().project
    let target = AbsolutePath.of(file)
    let all = try project.byteCount() >> 20
    try Waiting.show(
      "copying", measuring: { WorkDone(min(all, FileSize.of(target) >> 20), of: all, "MiB") },
      while: { try project.backup(to: target) })
    Console.print("\(ImagePath(file).display): written")
  }
}
