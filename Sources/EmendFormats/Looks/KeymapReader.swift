public import EmendCore

/// Reads keymap files.
///
/// ```yaml
/// name: mine
/// inherit: letters     # what is not bound here is as there
/// review:
///   a: accept-object
///   "]u": next-unreviewed
///   ctrl+r: none       # takes an inherited binding away
/// ```
public struct KeymapReader {
  /// In place of a command: the keys do nothing.
  private static let unbound = "none"
  private static let contexts = KeyContext.allCases.map(\.rawValue)
  private static let commands = Command.allCases.map(\.rawValue)

  private let inheriting: (String) -> String?
  private var reader: YAMLReader
  private var name = ""
  /// Inherited ones first.
  private var lines: [KeymapLine] = []

  private init(file: String, inheriting: @escaping (String) -> String?) {
    reader = YAMLReader(file: file)
    self.inheriting = inheriting
  }

  /// Reads a keymap, and what it inherits from.
  ///
  /// - Parameters:
  ///   - text: the file's content.
  ///   - file: its name, for messages.
  ///   - inheriting: gives the text of the keymap with a name; nil where there is none.
  /// - Returns: Always a keymap, without the bindings that have a problem. In no context are
  ///   one binding's keys the start of another's.
  public static func read(
    _ text: String, file: String, inheriting: @escaping (String) -> String?
  ) -> (Keymap, [Problem]) {
    var reader = KeymapReader(file: file, inheriting: inheriting)
    let inherited = reader.take(text, visited: [])
    return (reader.keymap, inherited + reader.reader.problems)
  }

  private var keymap: Keymap {
    var keymap = Keymap()
    for context in KeyContext.allCases {
      for line in lines where line.context == context {
        guard let command = line.command else { continue }
        keymap.bind(Keymap.Binding(context: context, keys: line.keys, command: command))
      }
    }
    return keymap
  }

  /// - Returns: The problems of what is inherited.
  private mutating func take(_ text: String, visited: [String]) -> [Problem] {
    let entries = reader.entries(of: text)
    if let entry = entries.first(where: { $0.key == "name" }) {
      name = reader.text(entry.value) ?? ""
    }
    let inherited =
      entries.first { $0.key == "inherit" }
      .map { inherit($0, visited: visited + [name]) } ?? []
    for entry in entries where !["name", "inherit"].contains(entry.key) {
      guard let context = KeyContext(rawValue: entry.key) else {
        let clause = Suggestion.clause(
          for: entry.key, among: Self.contexts + ["name", "inherit"])
        reader.note(line: entry.line, "a keymap has no \"\(entry.key)\"\(clause)")
        continue
      }
      guard !entry.hasNoValue else { continue }
      for binding in reader.entries(of: entry.value) { bind(binding, in: context) }
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
      reader.note(line: entry.line, "there is no keymap \"\(name)\" to inherit from")
      return []
    }
    var base = KeymapReader(file: "\(name).yaml", inheriting: inheriting)
    let problems = base.take(text, visited: visited)
    lines = base.lines
    return problems + base.reader.problems
  }

  private mutating func bind(_ entry: YAMLEntry, in context: KeyContext) {
    guard let name = reader.text(entry.value) else { return }
    let command = Command(rawValue: name)
    guard command != nil || name == Self.unbound else {
      let clause = Suggestion.clause(for: name, among: Self.commands)
      return reader.note(line: entry.line, "there is no command \"\(name)\"\(clause)")
    }
    do throws(Fault) {
      let line = KeymapLine(
        context: context, keys: try KeySequence.keys(in: entry.key), command: command,
        line: entry.line, file: reader.file)
      add(line, written: entry.key)
    } catch {
      reader.note(line: entry.line, error.sentence)
    }
  }

  /// Adds a binding; it takes the place of inherited ones in its way, and not of this file's own.
  private mutating func add(_ added: KeymapLine, written: String) {
    let rivals = lines.filter { other in
      other.context == added.context
        && (other.keys.starts(with: added.keys) || added.keys.starts(with: other.keys))
    }
    if let own = rivals.first(where: { $0.file == reader.file }) {
      let clash =
        own.keys == added.keys
        ? "is bound in line \(own.line) already"
        : "and the keys of line \(own.line) start alike, so one of them could never be typed"
      return reader.note(line: added.line, "\"\(written)\" \(clash); give it other keys")
    }
    lines.removeAll(where: rivals.contains)
    lines.append(added)
  }
}
