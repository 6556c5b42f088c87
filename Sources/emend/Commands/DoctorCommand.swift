import ArgumentParser
import EmendCore
import EmendFormats
import EmendInference
import EmendStore
import EmendTerminal
import Foundation

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say what this machine and terminal can do.",
    discussion: """
      Exit code 1 when something that a review or a prediction needs is missing.

      Example: emend doctor
      """)

  @Flag(help: "Print as JSON.")
  var json = false

  func run() throws {
    let opened = Result { try OpenProject(from: ".") }
    let findings = [
      Self.terminal(), Self.runtime(opened), Self.trainer(), Self.project(opened),
    ]
    if json {
      Console.print(json: .object(findings.map { .init($0.name, $0.json) }))
    } else {
      for finding in findings {
        Console.print("\(finding.isFine ? "ok  " : "--  ")\(finding.name): \(finding.text)")
      }
    }
    guard findings.allSatisfy({ $0.isFine || !$0.isNeeded }) else { throw ExitCode(1) }
  }

  private struct Finding {
    var name: String
    var text: String
    var isFine = true
    var isNeeded = true

    /// What was found; null for what is missing.
    var json: JSONValue { isFine ? .string(text) : .null }
  }

  private static func terminal() -> Finding {
    do {
      let found = try TerminalProbe.run(input: STDIN_FILENO, output: STDOUT_FILENO).capabilities
      let name = found.name.isEmpty ? Environment["TERM"] ?? "?" : found.name
      let choice = GraphicsChoice(for: found)
      var text = "\(SafeText.display(name)), \(choice.kind.rawValue) because \(choice.reason)"
      text += ", cell \(found.cell.width)x\(found.cell.height) px"
      if let limit = found.maximumGraphic { text += ", images to \(limit.width)x\(limit.height)" }
      if found.isTmux { text += ", in tmux" }
      return Finding(name: "terminal", text: text)
    } catch {
      return Finding(name: "terminal", text: "\(error)", isFine: false, isNeeded: false)
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
