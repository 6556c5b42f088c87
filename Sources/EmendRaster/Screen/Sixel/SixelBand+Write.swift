extension SixelBand {
  /// Appends the band's passes to `bytes`; `register` is the one that draws, which goes on from
  /// band to band.
  func write(register: inout UInt32, to bytes: inout [UInt8]) {
    var length = passCount
    for index in 0..<pieceCount where pieces[index].register != Self.unchanged {
      // A selection and the columns that are skipped, at their longest.
      length += Int(pieces[index].textEnd - pieces[index].text) + 4 + 8
    }
    guard length > 0 else { return }
    let room = UnsafeMutablePointer<UInt8>.allocate(capacity: length)
    defer { room.deallocate() }
    var text = SixelText(room)
    for pass in 0..<passCount {
      if pass > 0 { text.append(UInt8(ascii: "$")) }
      write(pass, register: &register, to: &text)
    }
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.bytes, count: text.count))
  }

  private func write(_ pass: Int, register: inout UInt32, to text: inout SixelText) {
    var (index, column) = (passes[pass], Self.lead)
    while index != Self.none {
      let piece = pieces[Int(index)]
      if piece.register != register { text.append(register: piece.register) }
      text.append(rows: 0, count: piece.start - column)
      text.append(self.text + Int(piece.text), count: Int(piece.textEnd - piece.text))
      (register, column, index) = (piece.register, piece.end, piece.next)
    }
  }
}
