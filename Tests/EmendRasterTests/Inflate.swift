/// Inflates a zlib stream (RFC 1950, 1951), so that what emend sends is read by none of its own
/// libraries.
struct Inflate {
  private let bytes: [UInt8]
  private var bit = 16
  private(set) var output: [UInt8] = []

  private static let lengths = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258,
  ]
  private static let distances = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
    3073, 4097, 6145, 8193, 12289, 16385, 24577,
  ]
  private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  /// Nil for what is no zlib stream.
  init?(_ bytes: [UInt8]) {
    guard bytes.count > 6, bytes[0] & 15 == 8 else { return nil }
    self.bytes = bytes
    var isLast = false
    while !isLast {
      isLast = take(1) == 1
      let isRead: Bool
      switch take(2) {
      case 0: isRead = stored()
      case 1: isRead = coded(Code.fixedLiterals, Code([Int](repeating: 5, count: 30)))
      case 2: isRead = withOwnCodes()
      default: isRead = false
      }
      guard isRead, bit <= bytes.count * 8 else { return nil }
    }
    guard adler == checksum else { return nil }
  }

  private var checksum: UInt32 { bytes.suffix(4).reduce(0) { $0 << 8 | UInt32($1) } }

  private var adler: UInt32 {
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in output {
      low = (low + UInt32(byte)) % 65521
      high = (high + low) % 65521
    }
    return high << 16 | low
  }

  private mutating func take(_ count: Int) -> Int {
    var value = 0
    for index in 0..<count {
      let byte = bit >> 3 < bytes.count ? bytes[bit >> 3] : 0
      value |= Int(byte >> (bit & 7) & 1) << index
      bit += 1
    }
    return value
  }

  private mutating func stored() -> Bool {
    bit = (bit + 7) / 8 * 8
    let (count, check) = (take(16), take(16))
    guard count == ~check & 0xffff else { return false }
    for _ in 0..<count { output.append(UInt8(take(8))) }
    return true
  }

  /// A Huffman code by the lengths of its words.
  struct Code {
    private var counts = [Int](repeating: 0, count: 16)
    private var symbols: [Int] = []

    static let fixedLiterals = Code(
      (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })

    init(_ lengths: [Int]) {
      for length in lengths where length > 0 { counts[length] += 1 }
      for length in 1...15 { symbols += lengths.indices.filter { lengths[$0] == length } }
    }

    func next(_ bit: () -> Int) -> Int? {
      var (code, first, index) = (0, 0, 0)
      for length in 1...15 {
        code |= bit()
        if code - counts[length] < first { return symbols[index + code - first] }
        index += counts[length]
        first = (first + counts[length]) << 1
        code <<= 1
      }
      return nil
    }
  }

  private mutating func symbol(_ code: Code) -> Int? { code.next { take(1) } }

  private mutating func withOwnCodes() -> Bool {
    let (literals, distances, count) = (take(5) + 257, take(5) + 1, take(4) + 4)
    var lengths = [Int](repeating: 0, count: 19)
    for index in 0..<count { lengths[Self.order[index]] = take(3) }
    let code = Code(lengths)
    var all: [Int] = []
    while all.count < literals + distances {
      guard let length = symbol(code) else { return false }
      switch length {
      case 16: all += Array(repeating: all.last ?? 0, count: take(2) + 3)
      case 17: all += Array(repeating: 0, count: take(3) + 3)
      case 18: all += Array(repeating: 0, count: take(7) + 11)
      default: all.append(length)
      }
    }
    return coded(Code(Array(all[..<literals])), Code(Array(all[literals...])))
  }

  private mutating func coded(_ literals: Code, _ distances: Code) -> Bool {
    while let literal = symbol(literals), bit <= bytes.count * 8 {
      if literal == 256 { return true }
      if literal < 256 {
        output.append(UInt8(literal))
        continue
      }
      guard literal < 286 else { return false }
      let extra = literal < 265 || literal == 285 ? 0 : (literal - 261) / 4
      let length = Self.lengths[literal - 257] + take(extra)
      guard let far = symbol(distances), far < 30 else { return false }
      let distance = Self.distances[far] + take(far < 4 ? 0 : far / 2 - 1)
      guard distance <= output.count else { return false }
      for _ in 0..<length { output.append(output[output.count - distance]) }
    }
    return false
  }
}
