/// What a line or an area is drawn with.
enum Ink {
  case plain(UInt8)
  case pattern(Pattern)
  /// What each register becomes.
  case tint([UInt8])

  /// Registers in turn along the diagonal; `OverlayColours.none` leaves what is there.
  struct Pattern {
    /// At least `period` registers, and the same again after as many.
    var cycle: [UInt8]
    var period: Int
  }

  /// `on` pixels of a register, `edge` pixels of another that stands out from it, and a gap.
  static func dots(_ register: UInt8, on: Int, _ other: UInt8, _ otherOn: Int, gap: Int) -> Ink {
    let cycle =
      Array(repeating: register, count: on) + Array(repeating: other, count: otherOn)
      + Array(repeating: OverlayColours.none, count: gap)
    return .pattern(Pattern(cycle: cycle, period: cycle.count))
  }

  /// The same, a pattern with its cycle often enough for `width` pixels from any place in it.
  func repeated(over width: Int) -> Ink {
    guard case .pattern(let pattern) = self else { return self }
    let cycle = (0..<width + pattern.period).map { pattern.cycle[$0 % pattern.period] }
    return .pattern(Pattern(cycle: cycle, period: pattern.period))
  }
}
