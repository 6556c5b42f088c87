import EmendCore

/// Reads keymap files.
///
/// ```yaml
/// name: mine
/// inherit: letters     # what is not bound here is as there
/// review:
///   a: accept
///   "]u": next-unreviewed
///   ctrl+r: none       # takes an inherited binding away
/// ```
public struct KeymapReader {
  /// Where keys mean something of their own.
  public static let contexts = ["review", "edit", "draw", "prompt", "pick", "help"]

  /// In place of a command: the keys do nothing.
  public static let unbound = "none"

  private let validCommands: [String]
  private let inheriting: (String) -> String?
  private var reader: YAMLReader
  private var keymap = KeymapFile(name: "", bindings: [])

  /// Reads a keymap, and what it inherits from.
  ///
  /// - Parameters:
  ///   - text: the file's content.
  ///   - file: its name, for messages.
  ///   - validCommands: the names that a command may have.
  ///   - inheriting: gives the text of the keymap with a name; nil where there is none.
  /// - Returns: Always a keymap, without the bindings that have a problem. In no context are
  ///   one binding's keys the start of another's.
  public static func read(
    _ text: String, file: String, validCommands: [String],
    inheriting: @escaping (String) -> String?
  ) -> (KeymapFile, [Problem]) {
    var reader = KeymapReader(
      validCommands: validCommands, inheriting: inheriting, reader: YAMLReader(file: file))
    let inherited = reader.take(text, visited: [])
    let keymap = reader.keymap
    let ordered = contexts.flatMap { context in
      keymap.bindings.filter { $0.context == context && $0.command != unbound }
    }
    return (
      KeymapFile(name: keymap.name, bindings: ordered), inherited + reader.reader.problems
    )
  }

  /// - Returns: The problems of what is inherited.
  private mutating func take(_ text: String, visited: [String]) -> [Problem] {
    let entries = reader.entries(of: text)
    if let name = entries.first(where: { $0.key == "name" }) {
      keymap.name = reader.text(name.value) ?? ""
    }
    let inherited =
      entries.first { $0.key == "inherit" }
      .map { inherit($0, visited: visited + [keymap.name]) } ?? []
    for entry in entries where !["name", "inherit"].contains(entry.key) {
      guard Self.contexts.contains(entry.key) else {
        let clause = Suggestion.clause(
          for: entry.key, among: Self.contexts + ["name", "inherit"])
        reader.note(line: entry.line, "a keymap has no \"\(entry.key)\"\(clause)")
        continue
      }
      guard !entry.hasNoValue else { continue }
      for binding in reader.entries(of: entry.value) { bind(binding, in: entry.key) }
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
    var base = KeymapReader(
      validCommands: validCommands, inheriting: inheriting,
      reader: YAMLReader(file: "\(name).yaml"))
    let problems = base.take(text, visited: visited)
    keymap.bindings = base.keymap.bindings
    return problems + base.reader.problems
  }

  private mutating func bind(_ entry: YAMLEntry, in context: String) {
    guard let command = reader.text(entry.value) else { return }
    guard command == Self.unbound || validCommands.contains(command) else {
      let clause = Suggestion.clause(for: command, among: validCommands)
      return reader.note(line: entry.line, "there is no command \"\(command)\"\(clause)")
    }
    do throws(Fault) {
      let binding = KeymapFile.Binding(
        context: context, keys: try KeySequence.keys(in: entry.key), command: command,
        line: entry.line, file: reader.file)
      add(binding, written: entry.key)
    } catch {
      reader.note(line: entry.line, error.sentence)
    }
  }

  /// Adds a binding; it takes the place of inherited ones in its way, and not of this file's own.
  private mutating func add(_ binding: KeymapFile.Binding, written: String) {
    let rivals = keymap.bindings.filter { other in
      other.context == binding.context
        && (other.keys.starts(with: binding.keys) || binding.keys.starts(with: other.keys))
    }
    if let own = rivals.first(where: { $0.file == reader.file }) {
      let clash =
        own.keys == binding.keys
        ? "is bound in line \(own.line) already"
        : "and the keys of line \(own.line) start alike, so one of them could never be typed"
      return reader.note(line: binding.line, "\"\(written)\" \(clash); give it other keys")
    }
    keymap.bindings.removeAll(where: rivals.contains)
    keymap.bindings.append(binding)
  }
}
