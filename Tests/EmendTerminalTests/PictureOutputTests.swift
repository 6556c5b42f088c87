import Glibc
import Testing

@testable import EmendTerminal

@Suite struct PictureOutputTests {
  /// More than a pseudo-terminal holds unread.
  private let large = [UInt8](repeating: UInt8(ascii: "x"), count: 300_000)

  @Test func aFullTerminalHoldsNothingUp() throws {
    let terminal = try TestTerminal()
    var output = PictureOutput(terminal: terminal.slave)
    output.append([large])
    // Returns, although nobody reads.
    try output.advance()
    let isHeldUp = output.isWithinSequence
    #expect(isHeldUp)
    var read = 0
    while output.isWithinSequence {
      read += terminal.read(1 << 16).count
      try output.advance()
    }
    while read < large.count { read += terminal.read(1 << 16).count }
    #expect(read == large.count)
    let isBusy = output.isBusy
    #expect(!isBusy)
    close(terminal.slave)
  }

  @Test func textMayGoBetweenTwoSequences() throws {
    let terminal = try TestTerminal()
    do {
      var output = PictureOutput(terminal: terminal.slave)
      output.append([Array("one".utf8), Array("two".utf8)])
      try output.advance()
      let isBetween = output.isBusy && !output.isWithinSequence
      #expect(isBetween)
      try TerminalFile.write(Array(" text ".utf8), to: terminal.slave)
      try output.advance()
      let isBusy = output.isBusy
      #expect(!isBusy)
    }
    #expect(String(decoding: terminal.lastBytes(), as: UTF8.self) == "one text two")
  }

  @Test func whatWasBegunIsFinishedAndTheRestDropped() throws {
    let terminal = try TestTerminal()
    do {
      var output = PictureOutput(terminal: terminal.slave)
      output.append([Array("begun".utf8), Array("dropped".utf8)])
      try output.advance()
      try output.finish()
      let isBusy = output.isBusy
      #expect(!isBusy)
    }
    #expect(String(decoding: terminal.lastBytes(), as: UTF8.self) == "begun")
  }
}
