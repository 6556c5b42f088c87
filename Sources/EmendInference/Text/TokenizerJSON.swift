/// JSON as a tokenizer's files hold it: texts are UTF-8 bytes, compared byte by byte.
///
/// Swift's `String` calls canonically equivalent texts equal, and so would every dictionary of it;
/// a vocabulary may hold both the composed and the decomposed form as different tokens.
enum TokenizerJSON: Sendable {
  typealias Member = (key: [UInt8], value: TokenizerJSON)

  case object([Member])
  case list([TokenizerJSON])
  case text([UInt8])
  case number(Double)
  case flag(Bool)
  case null

  /// What the first member called `key` holds; nil where there is none or this is no object.
  subscript(key: String) -> TokenizerJSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key.elementsEqual(key.utf8) }?.value
  }

  var members: [Member]? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  var list: [TokenizerJSON]? {
    guard case .list(let values) = self else { return nil }
    return values
  }

  var bytes: [UInt8]? {
    guard case .text(let bytes) = self else { return nil }
    return bytes
  }

  var string: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

  var number: Double? {
    guard case .number(let value) = self else { return nil }
    return value
  }

  var integer: Int? { number.flatMap { Int(exactly: $0) } }

  var flag: Bool? {
    guard case .flag(let value) = self else { return nil }
    return value
  }

  var isNull: Bool {
    if case .null = self { true } else { false }
  }
}
