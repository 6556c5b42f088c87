import EmendCore

extension StableHash {
  /// `fnv1a` with its bits spread, as a fraction in `0..<1`.
  ///
  /// FNV-1a's highest bits hardly depend on the last byte, so that names which count up would
  /// get neighbouring fractions; the spreading of ``SplitMix64`` takes that away.
  static func fraction(_ bytes: some Sequence<UInt8>) -> Double {
    Double(SplitMix64.mixed(fnv1a(bytes)) >> 11) * 0x1p-53
  }
}
