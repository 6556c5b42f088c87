extension SixelBand {
  /// Writes the text of each piece, and lays the pieces end to end into passes.
  ///
  /// Pieces come from left to right. Each goes where it costs the fewest bytes: behind the piece
  /// that ends nearest to its left, or behind the last piece of its own register, or into a new
  /// pass.
  mutating func arrange() {
    var text = SixelText(text)
    ends.clear()
    passCount = 0
    tails.update(repeating: Self.none, count: Self.unchanged)
    for index in 0..<pieceCount where pieces[index].register != Self.unchanged {
      format(index, to: &text)
      let piece = UInt32(truncatingIfNeeded: index)
      let before = cheapest(before: index)
      if before == Self.none {
        passes[passCount] = piece
        passCount += 1
      } else {
        pieces[Int(before)].next = piece
      }
      ends.insert(piece, pieces)
      tails[Int(pieces[index].register)] = piece
    }
  }

  /// The last piece of a pass to which this one is to be added; none for a new pass.
  private mutating func cheapest(before index: Int) -> UInt32 {
    let (start, register) = (pieces[index].start, pieces[index].register)
    let selection = SixelText.registerLength(register)
    var (best, cost) = (Self.none, 1 + selection + SixelText.skipLength(start - Self.lead))
    let own = tails[Int(register)]
    if own != Self.none, pieces[Int(own)].next == Self.none {
      let length = SixelText.skipLength(start - pieces[Int(own)].end)
      if length < cost { (best, cost) = (own, length) }
    }
    let near = ends.last(upTo: start, pieces)
    if near != Self.none {
      let length = selection + SixelText.skipLength(start - pieces[Int(near)].end)
      if length < cost { best = near }
    }
    return best
  }

  /// Writes the columns of a piece, and finds where it ends.
  private func format(_ index: Int, to text: inout SixelText) {
    var event = events[Int(pieces[index].event)]
    pieces[index].start = event.column
    pieces[index].text = UInt32(truncatingIfNeeded: text.count)
    var count: UInt32 = 1
    while true {
      let next = events[Int(event.next)]
      let distance = next.column &- event.column
      if distance == 1, next.rows == event.rows {
        count &+= 1
      } else {
        text.append(rows: event.rows, count: count)
        if distance > Self.gap + 1 { break }
        text.append(rows: 0, count: distance &- 1)
        count = 1
      }
      event = next
    }
    pieces[index].end = event.column + 1
    pieces[index].textEnd = UInt32(truncatingIfNeeded: text.count)
    pieces[index].next = Self.none
  }
}
