/// Text from outside, made fit for a terminal.
public enum SafeText {
  /// Whether a terminal could obey `scalar`, or show the text around it as another.
  ///
  /// That is C0, DEL, C1, the line and paragraph separators, and what changes the direction of
  /// text (UAX #9, 2), which can make a name read as another.
  public static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7f...0x9f, 0x061c, 0x200e...0x200f, 0x2028...0x202e, 0x2066...0x2069: true
    default: false
    }
  }

  /// `text` with each harmful scalar written as the `\xHH` of its UTF-8 bytes.
  ///
  /// For names, words and sentences; a path has ``ImagePath/display``, which can be read back.
  public static func display(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHarmful) else { return text }
    var shown = ""
    for scalar in text.unicodeScalars {
      if isHarmful(scalar) {
        for byte in String(scalar).utf8 { shown += hex(byte) }
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  /// `\x1b`: a byte as four characters.
  static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return "\\x" + (digits.count == 1 ? "0" : "") + digits
  }
}
