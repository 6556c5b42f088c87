/// The pieces that end a pass so far, by the column behind them.
struct PieceEnds: ~Copyable {
  /// A piece by its end; its siblings have the same.
  private let heads: UnsafeMutablePointer<UInt32>
  /// Whether there may be a piece, a bit for each end.
  private let words: UnsafeMutablePointer<UInt64>
  private let count: Int

  /// - Parameter count: one more than the largest end.
  init(count: Int) {
    self.count = count
    heads = .allocate(capacity: count)
    words = .allocate(capacity: count / 64 + 1)
  }

  deinit {
    heads.deallocate()
    words.deallocate()
  }

  func clear() {
    heads.update(repeating: SixelBand.none, count: count)
    words.update(repeating: 0, count: count / 64 + 1)
  }

  func insert(_ piece: UInt32, _ pieces: UnsafeMutablePointer<SixelBand.Piece>) {
    let end = Int(pieces[Int(piece)].end)
    pieces[Int(piece)].sibling = heads[end]
    heads[end] = piece
    words[end >> 6] |= 1 << UInt64(end & 63)
  }

  /// A piece without a next one whose end is the largest up to `column`; none if there is none.
  ///
  /// Takes out those that have got a next one meanwhile.
  func last(
    upTo column: UInt32, _ pieces: UnsafeMutablePointer<SixelBand.Piece>
  ) -> UInt32 {
    var word = Int(column >> 6)
    var bits = words[word] & (~0 >> UInt64(63 - column & 63))
    while true {
      while bits == 0 {
        guard word > 0 else { return SixelBand.none }
        word -= 1
        bits = words[word]
      }
      let end = word << 6 | (63 - bits.leadingZeroBitCount)
      while heads[end] != SixelBand.none {
        if pieces[Int(heads[end])].next == SixelBand.none { return heads[end] }
        heads[end] = pieces[Int(heads[end])].sibling
      }
      let bit = 1 << UInt64(end & 63) as UInt64
      words[word] &= ~bit
      bits &= ~bit
    }
  }
}
