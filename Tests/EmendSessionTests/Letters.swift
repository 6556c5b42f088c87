import EmendCore
import EmendFormats
import Foundation

extension Keymap {
  /// The keymap that comes with emend, from its file.
  static let letters: Keymap = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../Keymaps/letters.yaml")
    // Without the file no key means anything, and every test of this target fails.
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return KeymapReader.read(text, file: "letters.yaml") { _ in nil }.0
  }()
}
