import ArgumentParser
import EmendCore
import EmendFormats

struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "Print the keys of the review.",
    discussion: """
      Works inside and outside a project. Problems in a keymap of your own are listed with their \
      lines.

      Example: emend keys --keymap mine
      """)

  @Option(help: "A keymap in Keymaps/, without its ending; else emend.yaml's, else letters.")
  var keymap: String?
  @Flag(help: "Print as JSON.")
  var json = false

  func run() throws {
    let settings = (try? OpenProject(from: "."))?.settings ?? ProjectSettings()
    let (keys, _) = Looks(keymap: keymap, theme: nil).read(settings)
    guard !json else {
      Console.print(json: .array(keys.bindings.map(\.json)))
      return
    }
    for context in KeyContext.allCases {
      var table = Table([context.rawValue, ""])
      for command in Command.allCases {
        let bound = keys.keys(for: command, in: context)
        if !bound.isEmpty { table.add([" " + bound.joined(separator: " "), command.summary]) }
      }
      Console.print(table.text + "\n")
    }
  }
}

extension Keymap.Binding {
  fileprivate var json: JSONValue {
    .object([
      .init("context", .string(context.rawValue)), .init("keys", .string(keyText)),
      .init("command", .string(command.rawValue)), .init("summary", .string(command.summary)),
    ])
  }
}
