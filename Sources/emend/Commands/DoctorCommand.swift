import ArgumentParser
import EmendCore
import EmendFormats
import EmendInference
import EmendStore
import Foundation

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say what this machine and terminal can do.",
    discussion: """
      What the terminal was asked and answered comes first, with control characters spelt out, \
      then how pictures will reach it. With --picture a test picture shows whether they do.

      Exit code 1 when something that a review or a prediction needs is missing.

      Example: emend doctor --picture
      """)

  @Flag(help: "Print as JSON.")
  var json = false
  @Flag(help: "Show a test picture.")
  var picture = false
  @Option(help: "How to draw: auto, \(GraphicsWish.names).")
  var graphics = GraphicsWish.auto

  func validate() throws {
    if json, picture { throw ValidationError("--picture cannot be printed as JSON") }
  }

  func run() throws {
    let opened = Result { try OpenProject(from: ".") }
    let terminal = Result { try TerminalCheck(graphics) }
    let findings = [
      Finding(terminal), Self.runtime(opened), Self.trainer(), Self.project(opened),
    ]
    if json {
      Console.print(json: .object(findings.map { .init($0.name, $0.json) }))
    } else {
      for finding in findings {
        Console.print("\(finding.isFine ? "ok  " : "--  ")\(finding.name): \(finding.text)")
      }
    }
    if picture { try terminal.get().showPicture() }
    guard findings.allSatisfy({ $0.isFine || !$0.isNeeded }) else { throw ExitCode(1) }
  }

  private struct Finding {
    var name: String
    var text: String
    var isFine = true
    var isNeeded = true

    /// More than the text, where there is more.
    var details: JSONValue?

    /// What was found; null for what is missing.
    var json: JSONValue { isFine ? details ?? .string(text) : .null }

    init(name: String, text: String, isFine: Bool = true, isNeeded: Bool = true) {
      (self.name, self.text, self.isFine, self.isNeeded) = (name, text, isFine, isNeeded)
    }

    /// A review needs a terminal, but a server's log need not be one.
    init(_ terminal: Result<TerminalCheck, any Error>) {
      switch terminal {
      case .success(let check):
        self.init(name: "terminal", text: "\(check.summary)\n\(check.details)")
        details = check.json
      case .failure(let error):
        self.init(name: "terminal", text: "\(error)", isFine: false, isNeeded: false)
      }
    }
  }

  private static func runtime(_ opened: Result<OpenProject, any Error>) -> Finding {
    do {
      // Without a project nothing names a library, and the usual places are looked at.
      let settings = (try? opened.get())?.settings
      let place = try RuntimeAccess.locator(settings).locate()
      let runtime = try OnnxRuntime(place)
      let providers = try runtime.providerNames().joined(separator: ", ")
      let found = "\(place.origin.rawValue) (\(ImagePath(place.path).display))"
      let text = "ONNX Runtime \(runtime.release) from \(found): \(providers)"
      return Finding(name: "runtime", text: text)
    } catch {
      return Finding(name: "runtime", text: "\(error)", isFine: false)
    }
  }

  private static func trainer() -> Finding {
    let home = PythonHome(purpose: .trainer)
    let text =
      home.exists ? home.folder : "not installed; run `emend runtime install --trainer` to train"
    return Finding(name: "trainer", text: text, isFine: home.exists, isNeeded: false)
  }

  private static func project(_ opened: Result<OpenProject, any Error>) -> Finding {
    do {
      let project = try opened.get().project
      let notice = project.readOnlyNotice ?? project.journalNotice
      let text = project.folder.display + (notice.map { "; \($0)" } ?? "")
      return Finding(name: "project", text: text)
    } catch {
      return Finding(name: "project", text: "\(error)", isFine: false, isNeeded: false)
    }
  }
}
