import EmendCore

/// Reads JSON (RFC 8259) from bytes.
///
/// Strict, but for a byte order mark; a key that stands twice in one object is an error, because
/// readers differ in which one they take.
/// - Complexity: O(bytes)
struct JSONReader {
  /// How deep arrays and objects may lie in one another; real files need six.
  static let depthLimit = 200

  private let bytes: [UInt8]
  private let file: String
  private let report: WorkReport
  private var index = 0
  private var depth = 0

  /// - Throws: ``FormatError`` of code `syntax`, with line and column.
  static func value(
    in bytes: [UInt8], file: String, report: @escaping WorkReport = { _ in }
  ) throws(FormatError) -> JSONValue {
    var reader = JSONReader(bytes: bytes, file: file, report: report)
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { reader.index = 3 }
    let value = try reader.value()
    reader.skipSpace()
    guard reader.index == bytes.count else {
      throw reader.failure("something follows the end of the JSON value; remove it")
    }
    return value
  }

  private init(bytes: [UInt8], file: String, report: @escaping WorkReport) {
    self.bytes = bytes
    self.file = file
    self.report = report
  }

  private mutating func value() throws(FormatError) -> JSONValue {
    skipSpace()
    switch peek {
    case UInt8(ascii: "{"): return try nested { reader throws(FormatError) in try reader.object() }
    case UInt8(ascii: "["): return try nested { reader throws(FormatError) in try reader.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case let byte? where byte == UInt8(ascii: "-") || byte &- 48 < 10: return try number()
    case nil: throw failure("the text ends too early; the file is cut off, fetch it again")
    default: throw failure("a value was expected here")
    }
  }

  private mutating func nested(
    _ read: (inout JSONReader) throws(FormatError) -> JSONValue
  ) throws(FormatError) -> JSONValue {
    guard depth < Self.depthLimit else {
      throw failure("values are nested more than \(Self.depthLimit) deep")
    }
    depth += 1
    defer { depth -= 1 }
    index += 1
    return try read(&self)
  }

  private mutating func array() throws(FormatError) -> JSONValue {
    var values: [JSONValue] = []
    if try ends(with: "]") { return .array(values) }
    repeat {
      values.append(try value())
      // Deeper lists are short, and a file's records are what there are many of.
      if depth <= 2 { report(WorkDone(index >> 20, of: bytes.count >> 20, "MiB")) }
    } while try continues(until: "]")
    return .array(values)
  }

  private mutating func object() throws(FormatError) -> JSONValue {
    var members: [JSONValue.Member] = []
    var keys = KeySet()
    if try ends(with: "}") { return .object(members) }
    repeat {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw failure("a key in quotes was expected here") }
      let key = try string()
      guard keys.insert(key, after: members) else {
        throw failure("the key \"\(key)\" stands twice in one object; remove one of them")
      }
      skipSpace()
      guard peek == UInt8(ascii: ":") else { throw failure("\":\" was expected after a key") }
      index += 1
      members.append(JSONValue.Member(key, try value()))
    } while try continues(until: "}")
    return .object(members)
  }

  private mutating func ends(with end: Unicode.Scalar) throws(FormatError) -> Bool {
    skipSpace()
    guard peek == UInt8(ascii: end) else { return false }
    index += 1
    return true
  }

  /// Whether a comma, and so another entry, follows.
  private mutating func continues(until end: Unicode.Scalar) throws(FormatError) -> Bool {
    skipSpace()
    guard peek == UInt8(ascii: ",") else {
      if try ends(with: end) { return false }
      guard peek != nil else {
        throw failure("the text ends too early; the file is cut off, fetch it again")
      }
      throw failure("\",\" or \"\(end)\" was expected here")
    }
    index += 1
    return true
  }

  private mutating func word(
    _ word: StaticString, _ value: JSONValue
  ) throws(FormatError) -> JSONValue {
    let text = word.description.utf8
    guard bytes[index...].starts(with: text) else { throw failure("\(word) was expected here") }
    index += text.count
    return value
  }

  // MARK: Bytes

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x0a, 0x0d, 0x09: index += 1
      default: return
      }
    }
  }

  private func failure(_ sentence: String) -> FormatError {
    let read = bytes[..<min(index, bytes.count)]
    let line = read.count { $0 == 0x0a } + 1
    let start = read.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
    return FormatError(
      .syntax,
      Problem(
        file: file, place: .position(line: line, column: read.count - start + 1),
        sentence: sentence))
  }
}

// MARK: - Numbers and strings

extension JSONReader {
  private mutating func number() throws(FormatError) -> JSONValue {
    let start = index
    if peek == UInt8(ascii: "-") { index += 1 }
    let isZero = peek == UInt8(ascii: "0")
    let whole = skipDigits()
    guard whole > 0 else { throw failure("a digit was expected here") }
    guard !isZero || whole == 1 else { throw failure("a number may not start with 0") }
    if peek == UInt8(ascii: ".") {
      index += 1
      guard skipDigits() > 0 else { throw failure("a digit was expected after the point") }
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      index += 1
      if peek == UInt8(ascii: "-") || peek == UInt8(ascii: "+") { index += 1 }
      guard skipDigits() > 0 else { throw failure("a digit was expected in the exponent") }
    }
    return .number(String(decoding: bytes[start..<index], as: UTF8.self))
  }

  private mutating func skipDigits() -> Int {
    let start = index
    while index < bytes.count, bytes[index] &- 48 < 10 { index += 1 }
    return index - start
  }

  private mutating func string() throws(FormatError) -> String {
    index += 1
    let start = index
    while index < bytes.count, bytes[index] != UInt8(ascii: "\""),
      bytes[index] != UInt8(ascii: "\\"), bytes[index] >= 0x20
    {
      index += 1
    }
    guard peek == UInt8(ascii: "\"") else { return try escapedString(from: start) }
    let text = try text(of: bytes[start..<index])
    index += 1
    return text
  }

  /// The rest of a string that holds an escape, read so far up to `index`.
  private mutating func escapedString(from start: Int) throws(FormatError) -> String {
    var content = Array(bytes[start..<index])
    while let byte = peek, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else {
        throw failure("a control character stands in a string; write it as \\u00..")
      }
      index += 1
      if byte == UInt8(ascii: "\\") {
        content += try escape()
      } else {
        content.append(byte)
      }
    }
    guard peek != nil else { throw failure("a string is not closed; the file is cut off") }
    let text = try text(of: content[...])
    index += 1
    return text
  }

  private func text(of content: ArraySlice<UInt8>) throws(FormatError) -> String {
    guard let text = String(validating: content, as: UTF8.self) else {
      throw failure("a string is not UTF-8; save the file as UTF-8")
    }
    return text
  }

  /// The bytes for what follows a backslash.
  private mutating func escape() throws(FormatError) -> [UInt8] {
    guard let letter = peek else { throw failure("a string is not closed; the file is cut off") }
    index += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0c]
    case UInt8(ascii: "n"): return [0x0a]
    case UInt8(ascii: "r"): return [0x0d]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return Array(String(try scalar()).utf8)
    default: throw failure("there is no escape \\\(Unicode.Scalar(letter)) in JSON")
    }
  }

  /// The scalar of `\uXXXX`, or of a pair of them.
  private mutating func scalar() throws(FormatError) -> Unicode.Scalar {
    let high = try codeUnit()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard high < 0xdc00, bytes[index...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")])
    else { throw failure("half of a surrogate pair stands alone") }
    index += 2
    let low = try codeUnit()
    guard (0xdc00...0xdfff).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xd800) << 10 + (low - 0xdc00))
    else { throw failure("half of a surrogate pair stands alone") }
    return scalar
  }

  private mutating func codeUnit() throws(FormatError) -> UInt32 {
    let digits = bytes[index...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw failure("four hexadecimal digits were expected after \\u") }
    index += 4
    return value
  }
}

/// The keys of one object: looked through while they are few, hashed when they are many.
private struct KeySet {
  private var hashed: Set<String> = []

  /// Whether `key` is new after `members`.
  mutating func insert(_ key: String, after members: [JSONValue.Member]) -> Bool {
    if members.count < 16 { return !members.contains { $0.key == key } }
    if hashed.isEmpty { hashed = Set(members.map(\.key)) }
    return hashed.insert(key).inserted
  }
}
