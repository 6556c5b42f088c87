/// Reads one Python literal: dictionaries, lists, tuples, strings, numbers, None, True, False; or
/// one JSON text, which is nearly the same.
///
/// Sources: "Lexical analysis" of the Python 3 reference, as far as `repr` of such values uses it;
/// RFC 8259.
struct LiteralReader {
  private let scalars: [Unicode.Scalar]
  private var place = 0
  /// A file may nest without end; metadata nests twice.
  private var depth = 0
  private static let depthLimit = 32

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  /// The literal that the text is; nil where it is none or something follows it.
  mutating func whole() -> Literal? {
    guard let value = value() else { return nil }
    skipSpace()
    return place == scalars.count ? value : nil
  }

  private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

  private mutating func skipSpace() {
    while let next, next.properties.isWhitespace { place += 1 }
  }

  /// Steps over `scalar`, if it comes next after any space.
  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next == scalar else { return false }
    place += 1
    return true
  }

  private mutating func value() -> Literal? {
    skipSpace()
    guard let first = next, depth < Self.depthLimit else { return nil }
    depth += 1
    defer { depth -= 1 }
    switch first {
    case "{": return dictionary()
    case "[": return list(closedBy: "]")
    case "(": return list(closedBy: ")")
    case "'", "\"": return quoted(by: first).map(Literal.string)
    default: return word()
    }
  }

  private mutating func dictionary() -> Literal? {
    place += 1
    var pairs: [Literal.Pair] = []
    while !take("}") {
      guard let key = value(), take(":"), let value = value() else { return nil }
      pairs.append(Literal.Pair(key: key, value: value))
      if !take(",") { return take("}") ? .dictionary(pairs) : nil }
    }
    return .dictionary(pairs)
  }

  private mutating func list(closedBy end: Unicode.Scalar) -> Literal? {
    place += 1
    var values: [Literal] = []
    while !take(end) {
      guard let value = value() else { return nil }
      values.append(value)
      if !take(",") { return take(end) ? .list(values) : nil }
    }
    return .list(values)
  }

  private mutating func quoted(by quote: Unicode.Scalar) -> String? {
    place += 1
    var text = String.UnicodeScalarView()
    while let scalar = next {
      place += 1
      if scalar == quote { return String(text) }
      guard scalar == "\\" else {
        text.append(scalar)
        continue
      }
      guard let escaped = escape() else { return nil }
      text.append(escaped)
    }
    return nil
  }

  private mutating func escape() -> Unicode.Scalar? {
    guard let letter = next else { return nil }
    place += 1
    switch letter {
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "b": return "\u{8}"
    case "f": return "\u{c}"
    case "x": return hexadecimal(digits: 2).flatMap(Unicode.Scalar.init)
    case "u": return sixteenBits()
    case "U": return hexadecimal(digits: 8).flatMap(Unicode.Scalar.init)
    case "\\", "'", "\"", "/": return letter
    default: return nil
    }
  }

  /// JSON writes a scalar beyond 16 bits as two surrogates.
  private mutating func sixteenBits() -> Unicode.Scalar? {
    guard let high = hexadecimal(digits: 4) else { return nil }
    guard (0xd800..<0xdc00).contains(high) else { return Unicode.Scalar(high) }
    guard take("\\"), take("u"), let low = hexadecimal(digits: 4),
      (0xdc00..<0xe000).contains(low)
    else { return nil }
    return Unicode.Scalar(0x10000 + (high - 0xd800) << 10 + (low - 0xdc00))
  }

  private mutating func hexadecimal(digits: Int) -> UInt32? {
    guard place + digits <= scalars.count else { return nil }
    let text = String(String.UnicodeScalarView(scalars[place..<place + digits]))
    place += digits
    return UInt32(text, radix: 16)
  }

  /// A number or one of the named values of Python and JSON.
  private mutating func word() -> Literal? {
    let start = place
    while let scalar = next,
      scalar.properties.isAlphabetic
        || "+-._0123456789".unicodeScalars
          .contains(scalar)
    { place += 1 }
    let text = String(String.UnicodeScalarView(scalars[start..<place]))
    switch text {
    case "None", "null": return Literal.none
    case "True", "true": return .bool(true)
    case "False", "false": return .bool(false)
    default:
      if let value = Int(text) { return .integer(value) }
      return Double(text).map(Literal.number)
    }
  }
}
