import Testing

@testable import EmendTerminal

/// What real terminals answered, as written down in 2026-11.
@Suite struct ProbeAnswerTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var bytes: String
    var hasSixel: Bool
    var registers = 256
    var maximum: TerminalCapabilities.GraphicLimit?
    var cell = TerminalCapabilities.Cell(width: 10, height: 20, source: .assumed)
    var name = ""
    var isTmux = false
    var window = WindowSize(columns: 0, rows: 0, width: 0, height: 0)
  }

  @Test(arguments: [
    Case(
      testDescription: "xterm as a VT340",
      bytes: "\u{1b}P>|XTerm(379)\u{1b}\\\u{1b}[?1;0;16S\u{1b}[?2;0;800;480S\u{1b}[?2026;0$y"
        + "\u{1b}[?63;1;2;4;6;9;15;16;22;28c",
      hasSixel: true, registers: 16, maximum: .init(width: 800, height: 480),
      cell: .init(width: 6, height: 13, source: .kernel), name: "XTerm(379)",
      window: WindowSize(columns: 80, rows: 24, width: 484, height: 316)),
    Case(
      testDescription: "xterm by default", bytes: "\u{1b}[?1;3S\u{1b}[?64;1;2;6;9;15;16;17;18c",
      hasSixel: false),
    Case(
      testDescription: "xterm in a container, where the kernel knows no pixels",
      bytes: "\u{1b}P>|XTerm(379)\u{1b}\\\u{1b}[?2;0;480;312S\u{1b}[?63;1;2;4;6c",
      hasSixel: true, maximum: .init(width: 480, height: 312),
      cell: .init(width: 6, height: 13, source: .graphicReport), name: "XTerm(379)",
      window: WindowSize(columns: 80, rows: 24, width: 0, height: 0)),
    Case(
      testDescription: "the same in a window that is larger than xterm's limit",
      bytes: "\u{1b}P>|XTerm(379)\u{1b}\\\u{1b}[?2;0;1000;520S\u{1b}[?63;1;2;4;6c",
      hasSixel: true, maximum: .init(width: 1000, height: 520), name: "XTerm(379)",
      window: WindowSize(columns: 250, rows: 40, width: 0, height: 0)),
    Case(
      testDescription: "foot",
      bytes: "\u{1b}P>|foot(1.13.1)\u{1b}\\\u{1b}[6;17;8t\u{1b}[4;408;640t\u{1b}[?1;0;1024S"
        + "\u{1b}[?2;0;10000;10000S\u{1b}[?2026;2$y\u{1b}[?62;4;22c",
      hasSixel: true, registers: 1024, maximum: .init(width: 10000, height: 10000),
      cell: .init(width: 8, height: 17, source: .cellReport), name: "foot(1.13.1)"),
    Case(
      testDescription: "mlterm, whose answer about the size of images looks wrong",
      bytes: "\u{1b}[4;480;800t\u{1b}[?1;0;1024S\u{1b}[?1;3;0S\u{1b}[?63;1;2;3;4;6;7;15;18;22;29c",
      hasSixel: true, registers: 1024, cell: .init(width: 10, height: 20, source: .windowReport),
      window: WindowSize(columns: 80, rows: 24, width: 0, height: 0)),
    Case(
      testDescription: "Konsole 22.12", bytes: "\u{1b}[?2;0;16384;16384S\u{1b}[?62;1;4c",
      hasSixel: true, maximum: .init(width: 16384, height: 16384)),
    Case(
      testDescription: "kitty, which answers nothing after 62", bytes: "\u{1b}[?62;c",
      hasSixel: false),
    Case(
      testDescription: "tmux 3.3a", bytes: "\u{1b}P>|tmux 3.3a\u{1b}\\\u{1b}[8;130;39t\u{1b}[?1;2c",
      hasSixel: false, name: "tmux 3.3a", isTmux: true),
    Case(
      testDescription: "Windows Terminal 1.22", bytes: "\u{1b}[6;20;10t\u{1b}[?61;4;6;7;14;21c",
      hasSixel: true, cell: .init(width: 10, height: 20, source: .cellReport)),
    Case(
      testDescription: "a feature whose number has a 4 in it", bytes: "\u{1b}[?64;24;44c",
      hasSixel: false),
    Case(
      testDescription: "Windows' OpenSSH, which invents 640x480", bytes: "\u{1b}[?62c",
      hasSixel: false, window: WindowSize(columns: 80, rows: 24, width: 640, height: 480)),
    Case(
      testDescription: "a border that would make cells a pixel too wide", bytes: "\u{1b}[?62;4c",
      hasSixel: true, cell: .init(width: 8, height: 17, source: .kernel),
      window: WindowSize(columns: 110, rows: 30, width: 882, height: 512)),
  ])
  func capabilities(of example: Case) {
    var reader = AnswerReader()
    reader.read(Array(example.bytes.utf8))
    #expect(reader.isDone)
    let (answers, typedAhead) = reader.finish()
    let found = TerminalCapabilities(
      answers: answers.map(\.answer), window: example.window)
    #expect(found.hasSixel == example.hasSixel)
    #expect(found.registers == example.registers)
    #expect(found.maximumGraphic == example.maximum)
    #expect(found.cell == example.cell)
    #expect(found.name == example.name)
    #expect(found.isTmux == example.isTmux)
    #expect(typedAhead == [])
  }

  @Test func modesThatTheTerminalKnowsAreSwitchable() {
    let answers: [TerminalAnswer] = [.mode(2026, isKnown: true), .mode(1016, isKnown: false)]
    let none = WindowSize(columns: 0, rows: 0, width: 0, height: 0)
    let found = TerminalCapabilities(answers: answers, window: none)
    #expect(found.hasSynchronisedOutput && !found.hasPixelMouse)
    #expect(!found.answers, "DA1 was not answered")
  }

  @Test func keysBetweenAnswersAreKeptInOrder() {
    let bytes = Array("a\u{1b}[6;20;10tj\u{1b}[A\u{1b}[?62;4c\u{1b}x\u{e9}".utf8)
    for cut in 0...bytes.count {
      var reader = AnswerReader()
      reader.read(Array(bytes[..<cut]))
      reader.read(Array(bytes[cut...]))
      let (answers, typedAhead) = reader.finish()
      #expect(
        answers.map(\.answer) == [.cell(width: 10, height: 20), .attributes([62, 4])],
        "cut at \(cut)")
      #expect(typedAhead == Array("aj\u{1b}[A\u{1b}x\u{e9}".utf8), "cut at \(cut)")
    }
  }

  @Test func aNameHoldsNoControlCharacters() {
    var reader = AnswerReader()
    reader.read(Array("\u{1b}P>|bad\u{7}\u{8}name\u{1b}\\".utf8))
    #expect(reader.finish().answers.map(\.answer) == [.version("badname")])
  }
}
