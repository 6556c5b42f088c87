import EmendCore

/// Label Studio's masks: the bytes of an RGBA picture in runs of bits.
///
/// Source: `decode_rle` of label-studio-sdk (`converter/brush.py`), which follows rle-pack of
/// thi.ng/umbrella: 32 bits for the number of values, 5 for the bits of a value less one, four
/// times 4 for the bits of a length less one; then runs of a bit (repeated or not), 2 bits for
/// which length, a length less one, and one value or as many.
struct BrushRuns {
  private let bytes: [UInt8]
  private var place = 0

  /// The mask of a picture's pixels that are not wholly transparent.
  ///
  /// - Throws: ``Fault`` for bits that end too early, or are of a picture of another size.
  /// - Complexity: O(values)
  static func mask(_ bytes: [UInt8], size: ImageSize) throws(Fault) -> Mask {
    var runs = BrushRuns(bytes: bytes)
    let count = try runs.bits(32)
    guard count == size.width * size.height * 4 else {
      throw Fault("holds \(count) values; \(size.width)x\(size.height) pixels have four each")
    }
    var rows = [UInt8](repeating: 0, count: size.width * size.height)
    try runs.read(count, into: &rows)
    return Mask(size: size, rows: rows)
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func read(_ count: Int, into rows: inout [UInt8]) throws(Fault) {
    let width = try bits(5) + 1
    var lengths: [Int] = []
    for _ in 0..<4 { lengths.append(try bits(4) + 1) }
    var start = 0
    while start < count {
      let isRun = try bits(1) == 1
      let end = start + 1 + (try bits(lengths[try bits(2)]))
      guard end <= count else { throw Fault("runs beyond its picture") }
      if isRun {
        // Values with the numbers 3, 7, 11 … are those of alpha.
        if try bits(width) != 0 { for pixel in start / 4..<end / 4 { rows[pixel] = 1 } }
      } else {
        for value in start..<end where try bits(width) != 0 && value % 4 == 3 {
          rows[value / 4] = 1
        }
      }
      start = end
    }
  }

  private mutating func bits(_ count: Int) throws(Fault) -> Int {
    guard place + count <= bytes.count * 8 else { throw Fault("ends too early") }
    var value = 0
    for _ in 0..<count {
      value = value << 1 | Int(bytes[place >> 3] >> UInt8(7 - place & 7) & 1)
      place += 1
    }
    return value
  }
}
