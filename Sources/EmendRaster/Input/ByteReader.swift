/// Reads numbers from untrusted bytes; every read is checked, and nil past the end.
struct ByteReader {
  enum Order {
    case big
    case little
  }

  let bytes: UnsafeRawBufferPointer
  var order = Order.big

  var count: Int { bytes.count }

  func byte(_ at: Int) -> Int? { at >= 0 && at < bytes.count ? Int(bytes[at]) : nil }

  /// An unsigned number of `size` bytes, at most 4.
  func number(_ at: Int, size: Int) -> Int? {
    guard at >= 0, size <= bytes.count, at <= bytes.count - size else { return nil }
    var value = 0
    for index in 0..<size {
      let place = order == .big ? at + index : at + size - 1 - index
      value = value << 8 | Int(bytes[place])
    }
    return value
  }

  /// Whether the ASCII characters of `text` stand at `at`.
  func has(_ text: StaticString, _ at: Int) -> Bool {
    guard at >= 0, text.utf8CodeUnitCount <= bytes.count,
      at <= bytes.count - text.utf8CodeUnitCount
    else { return false }
    return text.withUTF8Buffer { bytes[at..<at + $0.count].elementsEqual($0) }
  }

  /// The bytes from `start`, at most `length`, cut where they end.
  func part(_ start: Int, _ length: Int) -> ByteReader {
    let low = min(max(0, start), bytes.count)
    let high = min(bytes.count, low + max(0, length))
    return ByteReader(bytes: UnsafeRawBufferPointer(rebasing: bytes[low..<high]), order: order)
  }
}
