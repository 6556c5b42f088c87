import EmendCore
import EmendFormats
import Foundation
import Testing

@Suite struct ManualTests {
  private func page(_ name: String) throws -> String {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../Sources/EmendCore/EmendCore.docc/\(name).md")
    return try String(contentsOf: file, encoding: .utf8)
  }

  @Test func thePageOfCommandsEndsWithTheTableThatTheProgramPrints() throws {
    #expect(
      try page("Commands").hasSuffix("\n\n" + Keymap.letters.manual),
      "write what `emend keys --markdown` prints into Commands.md")
  }

  @Test func theTableEscapesWhatMarkdownWouldTakeForItself() {
    var keymap = Keymap()
    for key in ["|", "`"] {
      keymap.bind(
        Keymap.Binding(
          context: .review, keys: [.character(Character(key))], command: .acceptObject))
    }
    #expect(keymap.manual.contains("| `\\|` `` ` `` |"))
  }

  @Test func thePageOfSettingsShowsTheFileThatAProjectBeginsWith() throws {
    #expect(
      try page("Settings").contains("```yaml\n\(ProjectSettings.template)```\n"),
      "write the emend.yaml of a new project into Settings.md")
  }

  @Test func thePageOfThemesListsEveryRole() throws {
    let page = try page("Themes")
    for role in Role.allCases { #expect(page.contains("| `\(role.rawValue)` |"), "\(role)") }
  }

  @Test func thePageOfKeymapsListsEveryNamedKeyAndPlace() throws {
    let page = try page("Keymaps")
    for name in Key.names + KeyContext.allCases.map(\.rawValue) {
      #expect(page.contains("`\(name)`"), "\(name)")
    }
  }
}
