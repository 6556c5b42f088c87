/// A set of the 256 colour registers.
struct RegisterSet: Equatable {
  private var words = SIMD4<UInt64>.zero

  init() {}

  init(_ registers: [UInt8]) {
    for register in registers { insert(Int(register)) }
  }

  var isEmpty: Bool { words == .zero }

  func contains(_ register: Int) -> Bool { words[register >> 6] >> (register & 63) & 1 == 1 }

  mutating func insert(_ register: Int) { words[register >> 6] |= 1 << (register & 63) }

  /// Its registers and all below the highest.
  var filled: RegisterSet {
    guard let highest = (0..<256).last(where: contains) else { return self }
    return RegisterSet((0...highest).map(UInt8.init))
  }

  mutating func formUnion(_ other: RegisterSet) { words |= other.words }
}
