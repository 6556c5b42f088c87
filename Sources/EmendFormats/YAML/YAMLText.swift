/// Text as YAML writes it.
enum YAMLText {
  /// A word that only means itself, as it is; anything else in double quotes.
  static func scalar(_ text: String) -> String {
    let isPlain =
      text.utf8.first.map(isLetter) ?? false
      && text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
    // YAML 1.1 reads these as truth values or nothing, and Python's reader follows it.
    let taken = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]
    if isPlain, !taken.contains(text.lowercased()) { return text }
    return JSONValue.string(text).description
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
