import EmendCore
import Foundation

extension Keymap {
  static let letters: Keymap = {
    var map = Keymap()
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../Keymaps/letters.yaml")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    var context: KeyContext?
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let parts = line.split(separator: ": ", maxSplits: 1).map(String.init)
      if parts.count == 1 {
        context = KeyContext(rawValue: String(line.dropLast()))
        continue
      }
      guard let context, line.hasPrefix("  ") else { continue }
      let name = parts[0].trimmingCharacters(in: .whitespaces).replacingOccurrences(
        of: "\"", with: "")
      let keys = Key(name).map { [$0] } ?? name.compactMap { Key(String($0)) }
      guard let command = Command(rawValue: parts[1]) else { continue }
      map.bind(Binding(context: context, keys: keys, command: command))
    }
    return map
  }()
}
