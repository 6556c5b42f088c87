import ArgumentParser
import EmendCore
import EmendFormats
import EmendInference
import EmendStore
import Foundation

struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model", abstract: "Register, check, list, promote and roll back models.",
    discussion: "Example: emend model list",
    subcommands: [Add.self, Check.self, List.self, Promote.self, Rollback.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the model versions with their measures.",
      discussion: "Example: emend model list --json")

    @OptionGroup var options: ProjectOptions
    @Flag(help: "Print as JSON.")
    var json = false

    func run() throws {
      let versions = try options.open().project.modelVersions()
      guard !json else {
        Console.print(json: .array(versions.map(\.json)))
        return
      }
      guard !versions.isEmpty else {
        Console.print("no model yet; register one by `emend model add FILE.onnx`")
        return
      }
      var table = Table(["", "name", "role", "parent", "snapshot", "mAP50", "mAP50-95"])
      for version in versions {
        let measures = Measures(json: version.measures)
        let parent = versions.first { $0.id == version.parent }?.name
        table.add([
          "\(version.id.rawValue)", version.name, version.role.rawValue, parent ?? "-",
          version.snapshot.map(String.init) ?? "-",
          measures.map { FixedPoint.text($0.map50, decimals: 3) } ?? "-",
          measures.map { FixedPoint.text($0.map50to95, decimals: 3) } ?? "-",
        ])
      }
      Console.print(table.text)
    }
  }

  struct Promote: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a model version the champion.",
      discussion:
        "The queue is ranked by the champion's predictions.\n\n"
        + "Example: emend model promote plates-2"
    )

    @OptionGroup var options: ProjectOptions
    @Argument(help: "A model version's name or number.")
    var model: String
    @Option(help: "Why, for the log.")
    var why = "promoted by hand"

    func run() throws {
      let opened = try options.open()
      let version = try opened.project.find(model)
      try opened.project.promote(version.id, by: OpenProject.reviewer, why: why)
      try opened.rankQueue()
      Console.print(
        "\(version.name) is the champion; `emend predict` predicts what it has not seen")
    }
  }

  struct Rollback: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the champion before this one the champion again.",
      discussion: "Example: emend model rollback --why 'misses dents on dark plates'")

    @OptionGroup var options: ProjectOptions
    @Option(help: "Why, for the log.")
    var why = "rolled back by hand"

    func run() throws {
      let opened = try options.open()
      let version = try opened.project.rollback(by: OpenProject.reviewer, why: why)
      try opened.rankQueue()
      Console.print("\(version.name) is the champion again")
    }
  }
}

extension ModelVersion {
  fileprivate var json: JSONValue {
    let parent: JSONValue = parent.map { .number(Int($0.rawValue)) } ?? .null
    let snapshot: JSONValue = snapshot.map { .number($0) } ?? .null
    // Written by emend itself; a project that was changed by hand shows null.
    let measures: JSONValue = measures.flatMap { try? JSONValue(text: $0) } ?? .null
    return .object([
      .init("id", .number(Int(id.rawValue))), .init("name", .string(name)),
      .init("role", .string(role.rawValue)), .init("path", .string(path.encoded)),
      .init("sha256", .string(sha256)), .init("parent", parent), .init("snapshot", snapshot),
      .init("measures", measures),
    ])
  }
}
