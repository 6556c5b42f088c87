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

  /// `fnv1a` with its bits spread, as a fraction in `0..<1`.
  ///
  /// FNV-1a's highest bits hardly depend on the last byte, so that names which count up would
  /// get neighbouring fractions; the spreading of ``SplitMix64`` takes that away.
  static func fraction(_ bytes: some Sequence<UInt8>) -> Double {
    Double(SplitMix64.mixed(fnv1a(bytes)) >> 11) * 0x1p-53
  }
}
