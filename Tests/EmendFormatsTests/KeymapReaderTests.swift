import EmendCore
import EmendFormats
import Testing

@Suite struct KeymapReaderTests {
  static let letters = """
    name: letters
    review:
      a: accept-object
      ctrl+r: redo
      "]u": next-unreviewed
      g g: undo
    edit:
      a: undo
    """

  static func read(_ text: String, _ others: [String: String] = [:]) -> (Keymap, [Problem]) {
    KeymapReader.read(text, file: "mine.yaml") { others[$0] }
  }

  static func bindings(_ keymap: Keymap) -> [String] {
    keymap.bindings.map { binding in
      let keys = binding.keys.map(\.description).joined(separator: ",")
      return "\(binding.context) \(keys) \(binding.command.rawValue)"
    }
  }

  @Test func keysAndCommandsAreRead() {
    let (keymap, problems) = Self.read(Self.letters)
    #expect(problems == [])
    #expect(
      Self.bindings(keymap) == [
        "review a accept-object", "review ctrl+r redo", "review ],u next-unreviewed",
        "review g,g undo", "edit a undo",
      ])
  }

  @Test func ownKeysTakeThePlaceOfInheritedOnes() {
    let text = """
      name: mine
      inherit: letters
      review:
        a: reject-object
        "]": accept-object
        ctrl+r: none
        shift+tab: undo
        space: redo
      """
    let (keymap, problems) = Self.read(text, ["letters": Self.letters])
    #expect(problems == [])
    #expect(
      Self.bindings(keymap) == [
        "review g,g undo", "review a reject-object", "review ] accept-object",
        "review shift+tab undo",
        "review space redo", "edit a undo",
      ])
  }

  struct Broken: Sendable, CustomTestStringConvertible {
    var testDescription: String { problem }
    var text: String
    var problem: String
  }

  @Test(arguments: [
    Broken(
      text: "review:\n  a: acept-object",
      problem: "2: there is no command \"acept-object\"; did you mean \"accept-object\"?"
    ),
    Broken(
      text: "review:\n  shfit+tab: undo",
      problem: "2: there is no key \"shfit+tab\"; did you mean \"shift+tab\"?"),
    Broken(text: "review:\n  \" \": undo", problem: "2: no key is given; write the space bar as"),
    Broken(
      text: "reviw:\n  a: undo", problem: "1: a keymap has no \"reviw\"; did you mean \"review\"?"),
    Broken(
      text: "review:\n  \"]\": undo\n  \"]u\": redo",
      problem: "3: \"]u\" and the keys of line 2 start alike, so one of them could never be typed"),
    Broken(
      text: "review:\n  \"]u\": undo\n  \"]\": redo",
      problem: "3: \"]\" and the keys of line 2 start alike"),
    Broken(
      text: "review:\n  \"]u\": undo\n  \"] u\": redo",
      problem: "3: \"] u\" is bound in line 2 already; give it other keys"),
    Broken(text: "review:\n  a: undo\n  a: redo", problem: "2: \"a\" stands twice"),
    Broken(text: "inherit: leters", problem: "1: there is no keymap \"leters\" to inherit from"),
    Broken(text: "name: x\ninherit: x", problem: "2: inherits in a circle (x, x)"),
    Broken(text: "review: 5", problem: "1: must be `name: value` lines"),
  ])
  func aProblemHasItsLineAndAWayOut(_ example: Broken) {
    let (keymap, problems) = Self.read(example.text)
    #expect(problems.count == 1)
    let found = problems.first?.description ?? ""
    #expect(found.hasPrefix("mine.yaml:" + example.problem))
    #expect(keymap.bindings.count == (example.problem.hasPrefix("3") ? 1 : 0))
  }
}
