extension SixelBand {
  /// Finds the pieces of one band, in the order of their first columns.
  mutating func gather(_ source: SixelSource, rows: Range<Int>) {
    for register in 0...Self.unchanged {
      events[register] = Event(place: 0, next: 0)
      tails[register] = UInt32(register)
    }
    var counts = Counts(events: UInt32(Self.unchanged + 1))
    let first = rows.lowerBound * source.stride + source.columns.lowerBound
    if let new = source.new.map({ $0 + first }) {
      if let old = source.old.map({ $0 + first }) {
        for column in 0..<width {
          for row in 0..<rows.count {
            let place = row &* source.stride &+ column
            let register = new[place] == old[place] ? Self.unchanged : Int(new[place])
            add(register, column: column, row: row, &counts)
          }
        }
      } else {
        for column in 0..<width {
          for row in 0..<rows.count {
            add(Int(new[row &* source.stride &+ column]), column: column, row: row, &counts)
          }
        }
      }
    }
    pieceCount = counts.pieces
    close(at: counts.events)
  }

  /// How many there are so far.
  private struct Counts {
    var events: UInt32
    var pieces = 0
  }

  /// Takes one pixel: into its register's event in this column, or as a new event, which opens a
  /// piece where the register's last one is too far to the left.
  ///
  /// Without a branch, since none of the three can be foretold in a photograph.
  @inline(__always)
  private func add(_ register: Int, column: Int, row: Int, _ counts: inout Counts) {
    let column = UInt32(truncatingIfNeeded: column) &+ Self.lead
    let tail = tails[register]
    let place = events[Int(tail)].place
    let distance = column &- place &>> 6
    let isMore = distance == 0
    let target = isMore ? tail : counts.events
    // Written anew by the register's next event where this pixel belongs to its last one.
    events[Int(tail)].next = counts.events
    events[Int(target)].place =
      (isMore ? place : column &<< 6) | 1 &<< UInt32(truncatingIfNeeded: row)
    tails[register] = target
    pieces[counts.pieces].register = UInt32(truncatingIfNeeded: register)
    pieces[counts.pieces].event = counts.events
    counts.pieces &+= distance > Self.gap &+ 1 ? 1 : 0
    counts.events &+= isMore ? 0 : 1
  }

  /// Ends each register's events at `end`, far to the right.
  private mutating func close(at end: UInt32) {
    events[Int(end)] = Event(place: .max, next: end)
    used = RegisterSet()
    for register in 0...Self.unchanged {
      events[Int(tails[register])].next = end
      if tails[register] != register && register != Self.unchanged { used.insert(register) }
    }
  }
}
