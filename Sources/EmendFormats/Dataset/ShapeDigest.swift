import EmendCore

/// Sixteen hexadecimal digits by which a writer sees that a shape is still the one it read.
enum ShapeDigest {
  static func text(of shape: Shape) -> String {
    var hash = FowlerNollVo()
    switch shape {
    case .box(let box):
      hash.add(1)
      for value in [box.x, box.y, box.width, box.height] { hash.add(value.bitPattern) }
    case .polygon(let polygon):
      hash.add(2)
      for ring in polygon.rings {
        hash.add(UInt64(ring.count))
        for point in ring {
          hash.add(point.x.bitPattern)
          hash.add(point.y.bitPattern)
        }
      }
    case .mask(let mask):
      hash.add(3)
      hash.add(UInt64(mask.size.width))
      for run in mask.runs { hash.add(UInt64(run)) }
    }
    let digits = String(hash.value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// The 64-bit hash FNV-1a, which is the same on every machine and in every run.
///
/// Source: Fowler, Noll, Vo, Eastlake, "The FNV Non-Cryptographic Hash Algorithm", RFC 9923.
private struct FowlerNollVo {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ word: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      value = (value ^ (word >> shift & 0xff)) &* 0x100_0000_01b3
    }
  }
}
