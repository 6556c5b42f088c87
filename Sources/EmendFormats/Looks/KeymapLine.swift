import EmendCore

/// One line of a keymap file.
struct KeymapLine: Hashable {
  var context: KeyContext
  /// Typed one after the other; never empty.
  var keys: [Key]
  /// Nil takes an inherited binding away.
  var command: Command?
  /// From 1.
  var line: Int
  /// The file it stands in, which may be an inherited one.
  var file: String
}

/// Sequences of keys as a keymap writes them.
enum KeySequence {
  /// The keys of `a`, `ctrl+r`, `]u` (two characters) or `g shift+tab` (with a space between).
  ///
  /// - Throws: A sentence.
  static func keys(in text: String) throws(Fault) -> [Key] {
    var keys: [Key] = []
    for word in text.split(separator: " ") {
      if let key = Key(String(word)) {
        keys.append(key)
      } else if word.count == 2 {
        keys += word.map { .character($0) }
      } else {
        let clause = Suggestion.clause(for: String(word), among: Key.names)
        throw Fault("there is no key \"\(word)\"\(clause)")
      }
    }
    guard !keys.isEmpty else { throw Fault("no key is given; write the space bar as \"space\"") }
    return keys
  }
}
