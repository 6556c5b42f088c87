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
        addChanges(new, old, source.stride, rows.count, &counts)
      } else if rows.count == 6 {
        addWhole(new, source.stride, &counts)
      } else {
        for column in 0..<width {
          for row in 0..<rows.count {
            add(Int(new[row &* source.stride &+ column]), column, row, &counts)
          }
        }
      }
    }
    pieceCount = counts.pieces
    close(at: counts.events)
  }

  /// Six rows in one go, not in a loop: 8 ms a megapixel and not 10.
  private func addWhole(
    _ new: UnsafePointer<UInt8>, _ stride: Int, _ counts: inout Counts
  ) {
    for column in 0..<width {
      let upper = new + column
      let lower = upper + 3 &* stride
      add(Int(upper[0]), column, 0, &counts)
      add(Int(upper[stride]), column, 1, &counts)
      add(Int(upper[2 &* stride]), column, 2, &counts)
      add(Int(lower[0]), column, 3, &counts)
      add(Int(lower[stride]), column, 4, &counts)
      add(Int(lower[2 &* stride]), column, 5, &counts)
    }
  }

  private func addChanges(
    _ new: UnsafePointer<UInt8>, _ old: UnsafePointer<UInt8>, _ stride: Int, _ rows: Int,
    _ counts: inout Counts
  ) {
    var column = 0
    while column < width {
      // A change is a few lines in a large part: 0.2 ms a megapixel and not 10 where nothing is.
      if column + 8 <= width, isSame(new + column, old + column, stride, rows) {
        column += 8
        continue
      }
      for row in 0..<rows {
        let place = row &* stride &+ column
        let register = new[place] == old[place] ? Self.unchanged : Int(new[place])
        add(register, column, row, &counts)
      }
      column += 1
    }
  }

  /// Whether eight columns are equal in all rows.
  private func isSame(
    _ new: UnsafePointer<UInt8>, _ old: UnsafePointer<UInt8>, _ stride: Int, _ rows: Int
  ) -> Bool {
    var difference: UInt64 = 0
    for row in 0..<rows {
      let (new, old) = (UnsafeRawPointer(new + row * stride), UnsafeRawPointer(old + row * stride))
      difference |=
        new.loadUnaligned(as: UInt64.self) ^ old.loadUnaligned(as: UInt64.self)
    }
    return difference == 0
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
  private func add(_ register: Int, _ column: Int, _ row: Int, _ counts: inout Counts) {
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
