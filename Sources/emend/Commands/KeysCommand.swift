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
  @Flag(help: "Print the manual's table of every command, in Markdown.")
  var markdown = false

  func validate() throws {
    if json, markdown { throw ValidationError("give --json or --markdown, not both") }
  }

  func run() throws {
    // Outside a project there are no settings, and the keys are those built in.
    let settings = (try? OpenProject(from: "."))?.settings ?? ProjectSettings()
    let (keys, _) = Looks(keymap: keymap, theme: nil).read(settings)
    if json {
      Console.print(json: .array(keys.bindings.map(\.json)))
    } else if markdown {
      Console.print(keys.manual, terminator: "")
    } else {
      list(keys)
    }
  }

  private func list(_ keys: Keymap) {
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
