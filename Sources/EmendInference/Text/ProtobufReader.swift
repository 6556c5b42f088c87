/// Reads the fields of one Protocol Buffers message, as far as SentencePiece and ONNX use them.
///
/// Source: "Encoding" of the Protocol Buffers documentation.
struct ProtobufReader {
  enum Value: Equatable {
    case number(UInt64)
    case float(Float)
    /// A text, bytes or another message.
    case bytes(ArraySlice<UInt8>)
  }

  struct Field {
    var number: Int
    var value: Value
    /// Key and value as they stand in the message.
    var encoded: ArraySlice<UInt8>
  }

  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// The fields in their order; nil where the bytes are no message.
  static func fields(of bytes: ArraySlice<UInt8>) -> [Field]? {
    var reader = ProtobufReader(bytes)
    var fields: [Field] = []
    while !reader.rest.isEmpty {
      let start = reader.rest.startIndex
      guard let key = reader.varint(), let value = reader.value(ofKind: key & 7) else { return nil }
      fields.append(
        Field(
          number: Int(truncatingIfNeeded: key >> 3), value: value,
          encoded: bytes[start..<reader.rest.startIndex]))
    }
    return fields
  }

  private mutating func value(ofKind kind: UInt64) -> Value? {
    switch kind {
    case 0: return varint().map(Value.number)
    case 1: return take(8).map(Value.bytes)
    case 2:
      guard let count = varint(), count <= rest.count else { return nil }
      return take(Int(count)).map(Value.bytes)
    case 5:
      guard let bytes = take(4) else { return nil }
      return .float(Float(bitPattern: bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }))
    default: return nil
    }
  }

  /// A field of bytes as it stands in a message.
  static func encoded(_ number: Int, _ bytes: [UInt8]) -> [UInt8] {
    varint(UInt64(number << 3 | 2)) + varint(UInt64(bytes.count)) + bytes
  }

  private static func varint(_ value: UInt64) -> [UInt8] {
    var (rest, bytes) = (value, [UInt8]())
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count <= rest.count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  /// Seven bits a byte, the lowest first.
  private mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = rest.popFirst() else { return nil }
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }
}
