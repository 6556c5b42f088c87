import Testing

@testable import EmendInference

@Suite struct HalfFloatTests {
  @Test func everyValueIsSwiftsOwn() {
    for bits in UInt16.min...UInt16.max {
      let expected = Float(Float16(bitPattern: bits))
      let value = HalfFloat.value(of: bits)
      #expect(value == expected || value.isNaN && expected.isNaN, "\(bits)")
      if !expected.isNaN { #expect(HalfFloat.bits(of: expected) == bits) }
    }
  }

  @Test func whatLiesBetweenGoesToTheNearest() {
    var bits: UInt32 = 0x3000_0000
    // About 40,000 values of all sizes, those half between two with them.
    while bits < 0x4800_0000 {
      for value in [Float(bitPattern: bits), Float(bitPattern: bits & ~0x0fff | 0x1000)] {
        #expect(HalfFloat.bits(of: value) == Float16(value).bitPattern, "\(value)")
        #expect(HalfFloat.bits(of: -value) == Float16(-value).bitPattern, "\(-value)")
      }
      bits += 19_997
    }
    #expect(HalfFloat.bits(of: .infinity) == Float16.infinity.bitPattern)
    #expect(HalfFloat.value(of: HalfFloat.bits(of: .nan)).isNaN)
  }
}
