/// A hash that is the same in every run, on every machine and in every version.
public enum StableHash {
  /// FNV-1a of 64 bits.
  ///
  /// Source: Fowler, Noll, Vo, RFC 9923; offset basis 14695981039346656037, prime 1099511628211.
  /// - Complexity: O(bytes)
  public static func fnv1a(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }
}
