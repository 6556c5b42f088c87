import EmendCore
import EmendFormats
import Foundation

/// The keymap and the theme that were asked for, from the user's folder or from those built in.
struct Looks {
  let keymap: String?
  let theme: String?

  /// Problems are told of on standard error and leave the rest of the file in force.
  func read(_ settings: ProjectSettings) -> (Keymap, Theme) {
    (readKeymap(keymap ?? settings.review.keymap), readTheme(theme ?? settings.review.theme))
  }

  private func readKeymap(_ name: String) -> Keymap {
    let (keymap, problems) = KeymapReader.read(
      Self.text(name, .keymaps), file: "Keymaps/\(name).yaml",
      inheriting: { Self.find($0, .keymaps) })
    for problem in problems { Console.note("\(problem)") }
    return keymap
  }

  private func readTheme(_ name: String) -> Theme {
    let (theme, problems) = ThemeReader.read(
      Self.text(name, .themes), file: "Themes/\(name).yaml",
      inheriting: { Self.find($0, .themes) })
    for problem in problems { Console.note("\(problem)") }
    return theme
  }

  private enum Kind: String {
    case keymaps = "Keymaps"
    case themes = "Themes"

    var fallback: String { self == .keymaps ? "letters" : "dusk" }

    var builtIn: [String: [UInt8]] {
      switch self {
      case .keymaps: ["letters": PackageResources.letters_yaml]
      case .themes:
        [
          "dusk": PackageResources.dusk_yaml, "dawn": PackageResources.dawn_yaml,
          "plain": PackageResources.plain_yaml,
        ]
      }
    }
  }

  /// The text of a file by name; the built-in one where there is none of that name.
  private static func text(_ name: String, _ kind: Kind) -> String {
    if let text = find(name, kind) { return text }
    let names = kind.builtIn.keys.sorted().joined(separator: ", ")
    Console.note(
      "\(kind.rawValue)/\(name).yaml: there is none in \(UserFolders.config) and none built in "
        + "(\(names)); \(kind.fallback) is used")
    return find(kind.fallback, kind) ?? ""
  }

  /// A user's own file comes before one that is built in.
  private static func find(_ name: String, _ kind: Kind) -> String? {
    let file = "\(UserFolders.config)/\(kind.rawValue)/\(name).yaml"
    // A name that is in neither place is told of where it is read from.
    if let text = try? String(contentsOfFile: file, encoding: .utf8) { return text }
    return kind.builtIn[name].map { String(decoding: $0, as: UTF8.self) }
  }
}
