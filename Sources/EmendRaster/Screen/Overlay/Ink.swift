/// What a line or an area is drawn with.
enum Ink {
  case plain(UInt8)
  case pattern(Pattern)
  case tint(Tint)

  /// What each of 256 registers becomes, on the two colours of a chessboard.
  struct Tint {
    var even: [UInt8]
    var odd: [UInt8]

    /// The registers for pixels along the diagonal from `phase`.
    func tables(_ phase: Int) -> ([UInt8], [UInt8]) { phase % 2 == 0 ? (even, odd) : (odd, even) }
  }

  /// Registers in turn along the diagonal; `OverlayColours.none` leaves what is there.
  struct Pattern {
    /// At least `period` registers, and the same again after as many.
    var cycle: [UInt8]
    var period: Int

    /// Draws pixels of a row that begins at the position `phase` along the diagonal, from 0.
    func draw(_ row: UnsafeMutableBufferPointer<UInt8>, phase: Int) {
      var place = phase % period
      for index in 0..<row.count {
        if cycle[place] != OverlayColours.none { row[index] = cycle[place] }
        place = place + 1 == period ? 0 : place + 1
      }
    }
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
