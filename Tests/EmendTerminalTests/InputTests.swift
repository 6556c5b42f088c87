import EmendCore
import Testing

@testable import EmendTerminal

@Suite struct InputTests {
  /// What arrives as keys when `bytes` come at once and then nothing more.
  private func keys(_ bytes: [UInt8]) -> [Key] {
    var tokenizer = InputTokenizer()
    tokenizer.append(bytes)
    var keys: [Key] = []
    while let (token, _) = tokenizer.nextAfterPause() {
      if let key = token.key { keys.append(key) }
    }
    return keys
  }

  private func keys(_ text: String) -> [Key] { keys(Array(text.utf8)) }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var bytes: String
    var expected: [Key]
  }

  @Test(arguments: [
    Case(testDescription: "letters", bytes: "aA?", expected: "aA?".map(Key.character)),
    Case(testDescription: "beyond ASCII", bytes: "é日😀", expected: "é日😀".map(Key.character)),
    Case(
      testDescription: "tab, return, line feed", bytes: "\t\r\n", expected: [.tab, .enter, .enter]),
    Case(
      testDescription: "both backspaces", bytes: "\u{7f}\u{8}", expected: [.backspace, .backspace]),
    Case(
      testDescription: "flow control and quoting are keys", bytes: "\u{13}\u{11}\u{16}",
      expected: [.control("s"), .control("q"), .control("v")]),
    Case(
      testDescription: "arrows, normal and application mode",
      bytes: "\u{1b}[A\u{1b}OB\u{1b}[C\u{1b}OD", expected: [.up, .down, .right, .left]),
    Case(
      testDescription: "with shift held, in xterm and rxvt",
      bytes: "\u{1b}[1;2A\u{1b}[1;2B\u{1b}[1;2C\u{1b}[1;2D\u{1b}[a\u{1b}[d\u{1b}[Z",
      expected: [
        .shiftUp, .shiftDown, .shiftRight, .shiftLeft, .shiftUp, .shiftLeft, .backTab,
      ]),
    Case(
      testDescription: "with control held", bytes: "\u{1b}[1;5A\u{1b}[1;5F", expected: [.up, .end]),
    Case(
      testDescription: "home and end of xterm, rxvt, the console and screen",
      bytes: "\u{1b}[H\u{1b}[7~\u{1b}[1~\u{1b}OH\u{1b}[F\u{1b}[8~\u{1b}[4~\u{1b}OF",
      expected: [.home, .home, .home, .home, .end, .end, .end, .end]),
    Case(
      testDescription: "pages and delete", bytes: "\u{1b}[5~\u{1b}[6~\u{1b}[3~",
      expected: [.pageUp, .pageDown, .delete]),
    Case(
      testDescription: "function keys are ignored whole", bytes: "\u{1b}OP\u{1b}[15~\u{1b}[[Ax",
      expected: [.character("x")]),
    Case(testDescription: "a lone escape", bytes: "\u{1b}", expected: [.escape]),
    Case(
      testDescription: "escape typed ahead of a letter", bytes: "\u{1b}j\u{1b}]u\u{1b}Pq",
      expected: [
        .escape, .character("j"), .escape, .character("]"), .character("u"), .escape,
        .character("P"), .character("q"),
      ]),
    Case(testDescription: "escape twice", bytes: "\u{1b}\u{1b}", expected: [.escape, .escape]),
    Case(
      testDescription: "a late answer is no key", bytes: "\u{1b}[?62;4c\u{1b}[6;20;10ta",
      expected: [.character("a")]),
  ])
  func keysOf(_ example: Case) {
    #expect(keys(example.bytes) == example.expected)
  }

  @Test func bytesThatAreNoUTF8AreSkipped() {
    #expect(
      keys([0xff, 0x61, 0xc3, 0x62, 0x80, 0xe6, 0x97]) == [.character("a"), .character("b")])
    #expect(keys([0xc2, 0x9b, 0x41]) == [.character("A")], "a C1 control in UTF-8")
  }

  @Test func whatArrivesInPiecesIsReadAsIfWhole() {
    let bytes = Array("é\u{1b}[1;2A日\u{1b}[<0;3;4Mx\u{1b}P>|XTerm(379)\u{1b}\\y".utf8)
    for cut in 1..<bytes.count {
      var tokenizer = InputTokenizer()
      var tokens: [InputToken] = []
      for piece in [bytes[..<cut], bytes[cut...]] {
        tokenizer.append(Array(piece))
        while let (token, _) = tokenizer.next() { tokens.append(token) }
      }
      #expect(!tokenizer.isWaiting)
      #expect(
        tokens.compactMap(\.key) == [
          .character("é"), .shiftUp, .character("日"), .character("x"),
          .character("y"),
        ], "cut at \(cut)")
      #expect(tokens.compactMap { $0.mouseEvent(in: .cells) }.count == 1, "cut at \(cut)")
    }
  }

  @Test func noBytesStopTheReader() {
    for first in UInt8.min...UInt8.max {
      for second: UInt8 in [0x00, 0x1b, 0x3b, 0x4d, 0x5b, 0x80, 0xff] {
        var tokenizer = InputTokenizer()
        tokenizer.append([0x1b, first, second, 0x1b, 0x5b, first, second])
        var left = 8
        while tokenizer.nextAfterPause() != nil { left -= 1 }
        #expect(left > 0 && !tokenizer.isWaiting, "\(first) \(second)")
      }
    }
  }

  @Test func anEndlessSequenceIsGivenUp() {
    #expect(keys("\u{1b}[" + String(repeating: "1;", count: 200)) != [.escape])
    #expect(keys("\u{1b}P>|" + String(repeating: "x", count: 300)) == [])
  }

  @Test(arguments: [
    ("\u{1b}[<0;1;1M", MouseEvent(kind: .press(.left), x: 0.5, y: 0.5)),
    ("\u{1b}[<2;12;5M", MouseEvent(kind: .press(.right), x: 11.5, y: 4.5)),
    ("\u{1b}[<32;12;5M", MouseEvent(kind: .drag(.left), x: 11.5, y: 4.5)),
    ("\u{1b}[<0;12;5m", MouseEvent(kind: .release(.left), x: 11.5, y: 4.5)),
    ("\u{1b}[<20;2;2M", MouseEvent(kind: .press(.left), x: 1.5, y: 1.5)),
    ("\u{1b}[<64;2;2M", MouseEvent(kind: .scrollUp, x: 1.5, y: 1.5)),
    ("\u{1b}[<65;2;2M", MouseEvent(kind: .scrollDown, x: 1.5, y: 1.5)),
  ])
  func mouseReport(_ bytes: String, is expected: MouseEvent) throws {
    var tokenizer = InputTokenizer()
    tokenizer.append(Array(bytes.utf8))
    let token = try #require(tokenizer.next()?.token)
    #expect(token.mouseEvent(in: .cells) == expected)
    #expect(token.key == nil)
  }

  @Test func pixelsBecomePartsOfCells() throws {
    var tokenizer = InputTokenizer()
    tokenizer.append(Array("\u{1b}[<0;16;31M".utf8))
    let token = try #require(tokenizer.next()?.token)
    let event = try #require(token.mouseEvent(in: .pixels(cellWidth: 10, cellHeight: 20)))
    #expect((event.x, event.y) == (1.55, 1.525))
    #expect((event.column, event.row) == (1, 1))
  }
}
