import EmendCore
import EmendFormats
import Testing

@Suite struct ThemeReaderTests {
  static let dusk = """
    name: dusk
    labels: ["#e69f00", "#56b4e9"]
    roles:
      text: "#d0d0d0"
      status.strong: {foreground: "#ffffff", background: "#303030", bold: true}
    """

  static func read(_ text: String, _ others: [String: String] = [:]) -> (Theme, [Problem]) {
    ThemeReader.read(text, file: "mine.yaml") { others[$0] }
  }

  @Test func rolesAndLabelsAreRead() {
    let (theme, problems) = Self.read(Self.dusk)
    let grey = Colour(red: 0xd0, green: 0xd0, blue: 0xd0)
    #expect(problems == [])
    #expect(theme.name == "dusk")
    #expect(theme.styles.count == 2)
    #expect(theme.styles[.text] == TextStyle(foreground: grey))
    #expect(
      theme.styles[.statusStrong]
        == TextStyle(
          foreground: Colour(red: 255, green: 255, blue: 255),
          background: Colour(red: 0x30, green: 0x30, blue: 0x30), isBold: true))
    #expect(theme.colour(of: LabelID(3)) == Colour(red: 0x56, green: 0xb4, blue: 0xe9))
  }

  @Test func whatIsNotGivenIsInherited() {
    let text = "name: mine\ninherit: dusk\nroles: {text: {reversed: true}}"
    let (theme, problems) = Self.read(text, ["dusk": Self.dusk])
    #expect(problems == [])
    #expect(theme.name == "mine")
    #expect(theme.styles[.text] == TextStyle(isReversed: true))
    #expect(theme.styles[.statusStrong]?.isBold == true)
    #expect(theme.labelColours.count == 2)
  }

  /// The text of one of the themes that come with emend.
  static func builtin(_ name: String) throws -> String {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return String(
      decoding: try PeerCases.read(path: "/\(root)/Themes/\(name).yaml"), as: UTF8.self)
  }

  @Test(arguments: ["dusk", "dawn", "plain"])
  func theThemesThatComeAlongStyleEveryRole(_ name: String) throws {
    let dusk = try Self.builtin("dusk")
    let (theme, problems) = Self.read(try Self.builtin(name), ["dusk": dusk])
    #expect(problems == [])
    #expect(theme.name == name)
    #expect(Set(theme.styles.keys) == Set(Role.allCases))
    #expect(Set(theme.labelColours).count == theme.labelColours.count)
    #expect(theme.labelColours.count == (name == "plain" ? 7 : 80))
  }

  struct Broken: Sendable, CustomTestStringConvertible {
    var testDescription: String { problem }
    var text: String
    var problem: String
  }

  @Test(arguments: [
    Broken(
      text: "roles:\n  acepted: \"#ffffff\"",
      problem: "mine.yaml:2: there is no role \"acepted\"; did you mean \"accepted\"?"),
    Broken(text: "roles:\n  text: red", problem: "mine.yaml:2: \"red\" is no colour; write six"),
    Broken(
      text: "roles: {text: {bald: true}}", problem: "mine.yaml:1: a role has no \"bald\"; did"),
    Broken(text: "roles: {text: {bold: 1}}", problem: "mine.yaml:1: must be true or false"),
    Broken(text: "colors: {}", problem: "mine.yaml:1: a theme has no \"colors\""),
    Broken(text: "labels: []", problem: "mine.yaml:1: must list 1 to 256 colours"),
    Broken(text: "labels: \"#ffffff\"", problem: "mine.yaml:1: must be a list of colours"),
    Broken(text: "\ninherit: dsk", problem: "mine.yaml:2: there is no theme \"dsk\" to inherit"),
    Broken(
      text: "name: mine\ninherit: mine", problem: "mine.yaml:2: inherits in a circle (mine, mine)"),
    Broken(
      text: "name: mine\ninherit: other", problem: "other.yaml:2: inherits in a circle (mine, other"
    ),
    Broken(text: "roles: [", problem: "mine.yaml:2: is not YAML"),
  ])
  func aProblemHasItsLineAndAWayOut(_ example: Broken) {
    let others = ["other": "name: other\ninherit: mine", "mine": "name: mine\ninherit: other"]
    let (_, problems) = Self.read(example.text, others)
    #expect(problems.count == 1)
    let found = problems.first?.description ?? ""
    #expect(found.hasPrefix(example.problem))
  }
}
