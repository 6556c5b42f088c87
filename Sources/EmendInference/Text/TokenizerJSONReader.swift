/// Reads a tokenizer's JSON file.
///
/// - Complexity: O(bytes)
struct TokenizerJSONReader {
  /// Real files need eight.
  private static let depthLimit = 64

  private let bytes: [UInt8]
  private let file: String
  private var index = 0
  private var depth = 0

  /// The value that `bytes` are.
  ///
  /// - Throws: ``TokenizerError`` of code `damaged`.
  static func value(in bytes: [UInt8], file: String) throws(TokenizerError) -> TokenizerJSON {
    var reader = TokenizerJSONReader(bytes: bytes, file: file)
    let value = try reader.value()
    reader.skipSpace()
    guard reader.index == bytes.count else {
      throw reader.damage("something follows the end of the JSON value")
    }
    return value
  }

  private init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  private func damage(_ what: String) -> TokenizerError {
    TokenizerError(.damaged, "\(file): byte \(index): \(what); copy the file from the model again")
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let next, next == 0x20 || next == 0x0a || next == 0x0d || next == 0x09 { index += 1 }
  }

  /// Steps over `mark`, if it comes next after any space.
  private mutating func take(_ mark: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next == UInt8(ascii: mark) else { return false }
    index += 1
    return true
  }

  private mutating func value() throws(TokenizerError) -> TokenizerJSON {
    skipSpace()
    guard depth < Self.depthLimit else {
      throw damage("values lie more than \(Self.depthLimit) deep in one another")
    }
    depth += 1
    defer { depth -= 1 }
    switch next {
    case UInt8(ascii: "{"): return .object(try members())
    case UInt8(ascii: "["): return .list(try values())
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "t"): return try word("true", .flag(true))
    case UInt8(ascii: "f"): return try word("false", .flag(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func members() throws(TokenizerError) -> [TokenizerJSON.Member] {
    index += 1
    var members: [TokenizerJSON.Member] = []
    if take("}") { return members }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw damage("a key was expected") }
      let key = try text()
      guard take(":") else { throw damage("a colon was expected") }
      members.append((key, try value()))
    } while take(",")
    guard take("}") else { throw damage("a comma or } was expected") }
    return members
  }

  private mutating func values() throws(TokenizerError) -> [TokenizerJSON] {
    index += 1
    var values: [TokenizerJSON] = []
    if take("]") { return values }
    repeat { values.append(try value()) } while take(",")
    guard take("]") else { throw damage("a comma or ] was expected") }
    return values
  }

  private mutating func word(
    _ word: StaticString, _ value: TokenizerJSON
  ) throws(TokenizerError) -> TokenizerJSON {
    guard bytes[index...].starts(with: word.description.utf8) else {
      throw damage("\(word) was expected")
    }
    index += word.utf8CodeUnitCount
    return value
  }

  private mutating func number() throws(TokenizerError) -> Double {
    let start = index
    while let next, Self.belongsToNumber(next) { index += 1 }
    let spelling = String(decoding: bytes[start..<index], as: UTF8.self)
    guard let value = Double(spelling), value.isFinite else {
      index = start
      throw damage(next == nil ? "the file ends too early" : "a value was expected")
    }
    return value
  }

  private static func belongsToNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
      UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }
}

// MARK: - Texts

extension TokenizerJSONReader {
  private mutating func text() throws(TokenizerError) -> [UInt8] {
    index += 1
    var content: [UInt8] = []
    var start = index
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw damage("a control character stands in a text") }
      index += 1
      guard byte == UInt8(ascii: "\\") else { continue }
      content += bytes[start..<index - 1]
      content += UTF8.encode(try escape()).map(Array.init) ?? []
      start = index
    }
    guard next != nil else { throw damage("the file ends in a text") }
    content += bytes[start..<index]
    guard String(validating: content, as: UTF8.self) != nil else {
      throw damage("a text is not UTF-8")
    }
    index += 1
    return content
  }

  /// The character that an escape stands for.
  private mutating func escape() throws(TokenizerError) -> Unicode.Scalar {
    guard let letter = next else { throw damage("the file ends in a text") }
    index += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try scalar()
    default: throw damage("there is no such escape")
    }
  }

  /// The character of `XXXX`, or of a pair of surrogates.
  private mutating func scalar() throws(TokenizerError) -> Unicode.Scalar {
    let high = try codeUnit()
    if let scalar = Unicode.Scalar(high) { return scalar }
    if high < 0xdc00, next == UInt8(ascii: "\\"), bytes[(index + 1)...].first == UInt8(ascii: "u") {
      index += 2
      let low = try codeUnit()
      if (0xdc00...0xdfff).contains(low),
        let scalar = Unicode.Scalar(0x10000 + (high - 0xd800) << 10 + (low - 0xdc00))
      {
        return scalar
      }
    }
    throw damage("half of a surrogate pair stands alone")
  }

  private mutating func codeUnit() throws(TokenizerError) -> UInt32 {
    let digits = bytes[index...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw damage("four hexadecimal digits were expected") }
    index += 4
    return value
  }
}
