/// A hash that is the same in every run, on every machine and in every version: FNV-1a of 64 bits.
///
/// Source: Fowler, Noll, Vo, RFC 9923; offset basis 14695981039346656037, prime 1099511628211.
public struct StableHash: Hashable, Sendable {
  /// Of the bytes added so far.
  public private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  public init() {}

  /// - Complexity: O(bytes)
  public mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  /// The hash of `bytes` alone.
  public static func fnv1a(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash = StableHash()
    hash.add(bytes)
    return hash.value
  }
}
