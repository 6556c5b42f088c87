import EmendFormats
import Foundation

/// What commands say: results on standard output, everything else on standard error.
enum Console {
  static func print(_ text: String, terminator: String = "\n") {
    Swift.print(text, terminator: terminator)
  }

  static func print(json value: JSONValue) {
    Swift.print(value.text)
  }

  /// A sentence for the person that is no result.
  static func note(_ sentence: String) {
    FileHandle.standardError.write(Data((sentence + "\n").utf8))
  }
}

/// A failure of a command, in a sentence that names the remedy.
struct CommandFailure: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}
