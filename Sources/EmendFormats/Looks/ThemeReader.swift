public import EmendCore
import Yams

/// Reads theme files.
///
/// ```yaml
/// name: mine
/// inherit: dusk            # what is not given here is as there
/// labels: ["#e69f00", "#56b4e9"]
/// roles:
///   accepted: "#009e73"
///   selected: {foreground: "#000000", background: "#ffd75f", bold: true, reversed: false}
/// ```
public struct ThemeReader {
  /// More are a mistake: nobody tells so many apart.
  static let labelLimit = 256

  private var theme: Theme
  private var reader: YAMLReader
  private let inheriting: (String) -> String?

  /// Reads a theme, and what it inherits from.
  ///
  /// - Parameters:
  ///   - text: the file's content.
  ///   - file: its name, for messages.
  ///   - inheriting: gives the text of the theme with a name; nil where there is none.
  /// - Returns: Always a theme; what is wrong in the file is as in the inherited one, or plain.
  public static func read(
    _ text: String, file: String, inheriting: @escaping (String) -> String?
  ) -> (Theme, [Problem]) {
    read(text, file: file, visited: [], inheriting: inheriting)
  }

  private static func read(
    _ text: String, file: String, visited: [String], inheriting: @escaping (String) -> String?
  ) -> (Theme, [Problem]) {
    var reader = ThemeReader(
      theme: Theme(name: "", styles: [:], labelColours: []), reader: YAMLReader(file: file),
      inheriting: inheriting)
    let inherited = reader.take(text, visited: visited)
    return (reader.theme, inherited + reader.reader.problems)
  }

  /// - Returns: The problems of what is inherited.
  private mutating func take(_ text: String, visited: [String]) -> [Problem] {
    let entries = reader.entries(of: text)
    if let name = entries.first(where: { $0.key == "name" }) {
      theme.name = reader.text(name.value) ?? ""
    }
    let inherited =
      entries.first { $0.key == "inherit" }
      .map { inherit($0, visited: visited + [theme.name]) } ?? []
    for entry in entries {
      switch entry.key {
      case "name", "inherit": break
      case "labels": takeLabels(entry.value)
      case "roles": takeRoles(entry.value)
      default:
        let clause = Suggestion.clause(
          for: entry.key, among: ["name", "inherit", "labels", "roles"])
        reader.note(line: entry.line, "a theme has no \"\(entry.key)\"\(clause)")
      }
    }
    return inherited
  }

  private mutating func inherit(_ entry: YAMLEntry, visited: [String]) -> [Problem] {
    guard let name = reader.text(entry.value) else { return [] }
    guard !visited.contains(name) else {
      let circle = (visited + [name]).joined(separator: ", ")
      reader.note(line: entry.line, "inherits in a circle (\(circle)); take one `inherit` out")
      return []
    }
    guard let text = inheriting(name) else {
      reader.note(line: entry.line, "there is no theme \"\(name)\" to inherit from")
      return []
    }
    let (base, problems) = Self.read(
      text, file: "\(name).yaml", visited: visited, inheriting: inheriting)
    theme.styles = base.styles
    theme.labelColours = base.labelColours
    return problems
  }

  private mutating func takeLabels(_ node: Node) {
    guard case .sequence(let nodes) = node else {
      return reader.note(node, "must be a list of colours, as [\"#e69f00\", \"#56b4e9\"]")
    }
    let colours = nodes.compactMap { colour($0) }
    guard colours.count == nodes.count else { return }
    guard (1...Self.labelLimit).contains(colours.count) else {
      return reader.note(node, "must list 1 to \(Self.labelLimit) colours")
    }
    theme.labelColours = colours
  }

  private mutating func takeRoles(_ node: Node) {
    for entry in reader.entries(of: node) {
      guard let role = Role(rawValue: entry.key) else {
        let clause = Suggestion.clause(for: entry.key, among: Role.allCases.map(\.rawValue))
        reader.note(line: entry.line, "there is no role \"\(entry.key)\"\(clause)")
        continue
      }
      if case .scalar = entry.value {
        if let colour = colour(entry.value) { theme.styles[role] = TextStyle(foreground: colour) }
      } else {
        theme.styles[role] = style(entry.value)
      }
    }
  }

  private mutating func style(_ node: Node) -> TextStyle {
    var style = TextStyle()
    for entry in reader.entries(of: node) {
      switch entry.key {
      case "foreground": style.foreground = colour(entry.value)
      case "background": style.background = colour(entry.value)
      case "bold": style.isBold = reader.flag(entry.value) ?? false
      case "reversed": style.isReversed = reader.flag(entry.value) ?? false
      default:
        let clause = Suggestion.clause(
          for: entry.key, among: ["foreground", "background", "bold", "reversed"])
        reader.note(line: entry.line, "a role has no \"\(entry.key)\"\(clause)")
      }
    }
    return style
  }

  private mutating func colour(_ node: Node) -> Colour? {
    guard let text = reader.text(node) else { return nil }
    guard let colour = Colour(hex: text) else {
      reader.note(node, "\"\(text)\" is no colour; write six hexadecimal digits, as \"#e69f00\"")
      return nil
    }
    return colour
  }
}
