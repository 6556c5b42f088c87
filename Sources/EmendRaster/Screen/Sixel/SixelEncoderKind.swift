/// Who writes the bands of a sixel image.
public enum SixelEncoderKind: String, CaseIterable, Sendable {
  /// ``IndexedImage``'s own encoder: fewer bytes, a fraction of the time, any height, and images
  /// with transparent pixels.
  case own
  /// The library, as a yardstick and for a terminal that should not get along with ours. Heights
  /// that are a multiple of 6 only, no transparent pixels.
  case libsixel
}

/// Runs `body` once for each number below `count`, in any order and on any threads, and returns
/// when all have ended.
///
/// The bands of a sixel image do not depend on each other: whoever owns the threads may spread
/// them over cores, and the bytes are the same for every spreading.
public typealias SixelSpread = (_ count: Int, _ body: @Sendable (Int) -> Void) -> Void

/// The spreading over one core: one after the other.
public func serially(_ count: Int, _ body: @Sendable (Int) -> Void) {
  for number in 0..<count { body(number) }
}
