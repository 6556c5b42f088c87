/// Writes JSON on one line, with no space.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ value: JSONValue) {
    switch value {
    case .object(let members): append(members)
    case .array(let values):
      append("[")
      for (index, value) in values.enumerated() {
        if index > 0 { append(",") }
        append(value)
      }
      append("]")
    case .string(let text): append(string: text)
    case .number(let text): bytes.append(contentsOf: text.utf8)
    case .bool(let value): append(value ? "true" : "false")
    case .null: append("null")
    }
  }

  private mutating func append(_ members: [JSONValue.Member]) {
    append("{")
    for (index, member) in members.enumerated() {
      if index > 0 { append(",") }
      append(string: member.key)
      append(":")
      append(member.value)
    }
    append("}")
  }

  /// In quotes, with what JSON forbids escaped, and DEL and C1 too so that `cat` is harmless.
  mutating func append(string text: String) {
    append("\"")
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": append("\\\"")
      case "\\": append("\\\\")
      case "\n": append("\\n")
      case "\t": append("\\t")
      case "\r": append("\\r")
      case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}":
        let digits = String(scalar.value, radix: 16)
        append("\\u00")
        if digits.utf8.count == 1 { append("0") }
        bytes.append(contentsOf: digits.utf8)
      default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
    append("\"")
  }
}

extension JSONValue: CustomStringConvertible {
  /// The value as JSON on one line.
  public var description: String {
    var writer = JSONWriter()
    writer.append(self)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
