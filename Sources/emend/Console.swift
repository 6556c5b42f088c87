import EmendCore
import EmendFormats
import Foundation

/// What commands say: results on standard output, everything else on standard error.
///
/// All text of the commands goes through here, so that no name in it can command the terminal.
enum Console {
  static func print(_ text: String, terminator: String = "\n") {
    Swift.print(safe(text), terminator: terminator)
  }

  /// Harmful scalars can only stand in strings, where `\uXXXX` means the same.
  static func print(json value: JSONValue) {
    var text = ""
    for scalar in value.text.unicodeScalars {
      if SafeText.isHarmful(scalar), scalar != "\n" {
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    Swift.print(text)
  }

  /// Sentences for the person that are no result.
  static func note(_ lines: String) {
    FileHandle.standardError.write(Data((safe(lines) + "\n").utf8))
  }

  private static func safe(_ lines: String) -> String {
    lines.split(separator: "\n", omittingEmptySubsequences: false)
      .map { SafeText.display(String($0)) }.joined(separator: "\n")
  }
}

/// A failure of a command, in a sentence that names the remedy.
struct CommandFailure: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}
