/// Writes sixel signs behind each other into memory that its owner measured out.
struct SixelText {
  let bytes: UnsafeMutablePointer<UInt8>
  private(set) var count = 0

  init(_ bytes: UnsafeMutablePointer<UInt8>) { self.bytes = bytes }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    bytes[count] = byte
    count &+= 1
  }

  /// At most 6 digits.
  mutating func append(number: UInt32) {
    var (rest, scale) = (number, 1 as UInt32)
    while scale <= rest / 10 { scale *= 10 }
    while scale > 0 {
      append(UInt8(truncatingIfNeeded: 48 + rest / scale))
      rest %= scale
      scale /= 10
    }
  }

  /// One column `count` times: `rows` has a bit for each row that is drawn, bit 0 the upper one.
  @inline(__always)
  mutating func append(rows: UInt32, count: UInt32) {
    let sign = UInt8(truncatingIfNeeded: 63 + rows)
    if count < 4 {
      for _ in 0..<count { append(sign) }
    } else {
      append(UInt8(ascii: "!"))
      append(number: count)
      append(sign)
    }
  }

  /// Makes `register` the one that draws.
  mutating func append(register: UInt32) {
    append(UInt8(ascii: "#"))
    append(number: register)
  }

  mutating func append(_ other: UnsafePointer<UInt8>, count: Int) {
    (bytes + self.count).update(from: other, count: count)
    self.count += count
  }

  /// The length of `append(rows: 0, count:)`.
  static func skipLength(_ count: UInt32) -> UInt32 {
    count < 4 ? count : 2 + digits(count)
  }

  /// The length of `append(register:)`.
  static func registerLength(_ register: UInt32) -> UInt32 { 1 + digits(register) }

  private static func digits(_ number: UInt32) -> UInt32 {
    number < 10 ? 1 : number < 100 ? 2 : number < 1000 ? 3 : number < 10_000 ? 4 : 5
  }
}
