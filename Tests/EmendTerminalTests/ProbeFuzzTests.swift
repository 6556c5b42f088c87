import EmendCore
import EmendTestSupport
import Testing

@testable import EmendTerminal

/// Whatever arrives while the terminal is asked: nothing crashes, hangs or eats keys.
@Suite struct ProbeFuzzTests {
  private static let keys = [
    "a", "J", "7", " ", "\r", "\t", "\u{7f}", "\u{3}", "\u{e9}", "\u{4e00}", "\u{1b}[A",
    "\u{1b}[3~",
    "\u{1b}OP", "\u{1b}[<0;12;7M", "\u{1b}[1;2B",
  ]

  private static func number(_ random: inout SeededGenerator) -> String {
    let numbers = [
      "", "0", "1", "4", "6", "31", "255", "1000", "65535", "4294967296", "9223372036854775807",
      "9223372036854775808", "123456789012345678901234567890",
    ]
    return numbers.randomElement(using: &random) ?? ""
  }

  /// A whole answer with numbers out of all reason; never that to DA1.
  private static func answer(_ random: inout SeededGenerator) -> String {
    let (one, other) = (number(&random), number(&random))
    return [
      "\u{1b}P>|XTerm(\(one))\u{1b}\\", "\u{1b}P>|\u{1b}\\", "\u{1b}[6;\(one);\(other)t",
      "\u{1b}[4;\(one);\(other)t", "\u{1b}[?1;0;\(one)S", "\u{1b}[?2;0;\(one);\(other)S",
      "\u{1b}[?1;\(one)S", "\u{1b}[?\(one);\(other)$y", "\u{1b}_Gi=31;OK\u{1b}\\",
      "\u{1b}_Gi=\(one);EBADF:no\u{1b}\\", "\u{1b}[0n",
    ].randomElement(using: &random) ?? ""
  }

  /// The reader after bytes that came in pieces.
  private static func reader(
    _ bytes: [UInt8], _ random: inout SeededGenerator
  ) -> AnswerReader {
    var reader = AnswerReader()
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + Int.random(in: 1...40, using: &random))
      reader.read(Array(bytes[start..<end]))
      start = end
    }
    return reader
  }

  private static func check(_ answers: [TerminalAnswer]) {
    let none = WindowSize(columns: 80, rows: 24, width: 0, height: 0)
    let found = TerminalCapabilities(answers: answers, window: none)
    #expect((4...64).contains(found.cell.width) && (4...64).contains(found.cell.height))
    #expect((1...65_536).contains(found.registers))
    #expect(found.maximumGraphic.map { $0.width > 0 && $0.height <= 65_536 } ?? true)
    #expect(found.name.utf8.allSatisfy { (0x20...0x7e).contains($0) })
    #expect(!GraphicsChoice(for: found).reason.isEmpty)
  }

  @Test func keysBetweenAnswersOfAnyKindAndOrderAreKept() {
    var random = SeededGenerator(seed: 1)
    for round in 0..<3000 {
      var (bytes, typed) = ([UInt8](), [UInt8]())
      for _ in 0..<Int.random(in: 0..<14, using: &random) {
        if Bool.random(using: &random) {
          bytes += Self.answer(&random).utf8
        } else {
          let key = Self.keys.randomElement(using: &random) ?? ""
          bytes += key.utf8
          typed += key.utf8
        }
      }
      let isCut = Self.reader(bytes, &random)
      #expect(!isCut.isDone)
      let reader = Self.reader(bytes + Array("\u{1b}[?62;4c".utf8), &random)
      #expect(reader.isDone)
      let (answers, typedAhead) = reader.finish()
      #expect(typedAhead == typed, "round \(round)")
      Self.check(answers.map(\.answer))
    }
  }

  @Test func noByteIsLostOfGarbageAndTheLastAnswerIsHeard() {
    var random = SeededGenerator(seed: 2)
    let starts = [
      "\u{1b}", "\u{1b}[", "\u{1b}P>|", "\u{1b}_G", "\u{1b}[?", "\u{1b}[[", "\u{1b}O", "",
    ]
    for round in 0..<6000 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<12, using: &random) {
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
          let whole = Array(Self.answer(&random).utf8)
          bytes += whole.prefix(Int.random(in: 0...whole.count, using: &random))
        case 1:
          bytes += (0..<Int.random(in: 0..<90, using: &random)).map { _ in
            UInt8.random(in: 0...255, using: &random)
          }
        case 2: bytes += (starts.randomElement(using: &random) ?? "").utf8
        default:
          let filler = UInt8.random(in: 0x20...0x7e, using: &random)
          bytes += Array(repeating: filler, count: Int.random(in: 0..<600, using: &random))
        }
      }
      let all = bytes + Array("\u{1b}[?62;4c".utf8)
      let reader = Self.reader(all, &random)
      #expect(reader.isDone, "round \(round)")
      let (answers, typedAhead) = reader.finish()
      #expect(answers.reduce(0) { $0 + $1.bytes.count } + typedAhead.count == all.count)
      Self.check(answers.map(\.answer))
    }
  }

  @Test func anEndlessFloodEndsTheWait() {
    var random = SeededGenerator(seed: 3)
    for start in ["", "\u{1b}P>|", "\u{1b}[", "\u{1b}_G", "\u{1b}[?1;0;"] {
      var reader = AnswerReader()
      var pieces = 0
      while !reader.isDone, pieces < 10_000 {
        let filler = UInt8.random(in: 0x30...0x39, using: &random)
        reader.read(Array(start.utf8) + Array(repeating: filler, count: 1024))
        pieces += 1
      }
      #expect(pieces < 1100)
    }
  }

  @Test func answersAreShownWithoutWhatMovesACursor() {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<500 {
      let bytes = (0..<40).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(ProbeReport.visible(bytes).utf8.allSatisfy { (0x20...0x7e).contains($0) })
    }
    #expect(ProbeReport.visible([0x1b, 0x5b, 0x07, 0x5c, 0xff]) == "\\e[\\x07\\\\\\xff")
  }
}
