import ArgumentParser
import EmendCore
import EmendFormats
import EmendStore

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check the project file against its own log.",
    discussion: """
      Builds the truth anew from the decisions and compares; looks at the file's integrity, and \
      whether images and models are where they were. Exit code 1 when something is wrong.

      Example: emend verify --images
      """)

  @OptionGroup var options: ProjectOptions
  @Flag(help: "Look at every image file too: missing, moved or changed.")
  var images = false
  @Flag(help: "Print the findings as JSON.")
  var json = false

  func run() throws {
    let opened = try options.open()
    var findings = try Waiting.show("checking") { try opened.project.verify(report: $0) }
      .map { "\($0)" }
    findings += try modelFindings(opened.project)
    if images { findings += try ImageCheck(project: opened.project).run() }
    if json {
      Console.print(json: .array(findings.map(JSONValue.string)))
    } else {
      for finding in findings { Console.print(SafeText.display(finding)) }
      if findings.isEmpty { Console.print("all is well") }
    }
    guard findings.isEmpty else { throw ExitCode(1) }
  }

  private func modelFindings(_ project: Project) throws -> [String] {
    try project.modelVersions().compactMap { version in
      do {
        _ = try ModelFile(version, in: project)
        return nil
      } catch let failure as CommandFailure {
        return failure.description
      }
    }
  }
}
