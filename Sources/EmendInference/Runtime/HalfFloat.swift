/// The bits of 16-bit floats (IEEE 754 binary16), as exports of half precision have them.
///
/// Swift's `Float16` is a call for each value where a program is built for every x86-64, because
/// the instructions came later; these are shifts and sums. Equal to it for every value, as a test
/// shows. Source: F. Giesen, "float->half variants", 2012 (public domain).
enum HalfFloat {
  /// The nearest one's bits, ties to the even; beyond 65,504 infinity.
  static func bits(of value: Float) -> UInt16 {
    let sign = value.bitPattern & 0x8000_0000
    let rest = value.bitPattern ^ sign
    let top = UInt16(truncatingIfNeeded: sign >> 16)
    if rest >= 0x4780_0000 { return top | (rest > 0x7f80_0000 ? 0x7e00 : 0x7c00) }
    guard rest >= 0x3880_0000 else {
      // Too small for an exponent of its own: adding a half brings the bits into their places.
      let moved = (Float(bitPattern: rest) + 0.5).bitPattern
      return top | UInt16(truncatingIfNeeded: moved &- Float(0.5).bitPattern)
    }
    let odd = (rest >> 13) & 1
    return top | UInt16(truncatingIfNeeded: (rest &- (112 << 23) &+ 0xfff &+ odd) >> 13)
  }

  static func value(of bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let rest = UInt32(bits & 0x7fff) << 13
    switch rest & 0x0f80_0000 {
    case 0x0f80_0000: return Float(bitPattern: sign | (rest &+ (224 << 23)))
    case 0:
      let small = Float(bitPattern: rest &+ (113 << 23)) - Float(bitPattern: 113 << 23)
      return Float(bitPattern: sign | small.bitPattern)
    default: return Float(bitPattern: sign | (rest &+ (112 << 23)))
    }
  }
}
