import EmendCore
import EmendTerminal
import Glibc
import Testing

@Suite struct ProgressBarTests {
  /// What a progress bar writes, with 0.06 s between two looks at the clock; closes `terminal`.
  private func written(to terminal: Int32, readFrom end: Int32) -> String {
    var now = 0.0
    do {
      var progress = ProgressBar("add", total: 4, unit: "images", output: terminal) {
        defer { now += 0.06 }
        return now
      }
      for _ in 0..<4 { progress.advance() }
      progress.print("b.jpg: cut short", to: terminal)
    }
    // Then reading ends where the bar's bytes do.
    close(terminal)
    var text: [UInt8] = []
    var bytes = [UInt8](repeating: 0, count: 4096)
    while case let count = read(end, &bytes, bytes.count), count > 0 { text += bytes[..<count] }
    return String(decoding: text, as: UTF8.self)
  }

  @Test func aPipeGetsTheLinesAndNoBar() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { close(ends[0]) }
    #expect(written(to: ends[1], readFrom: ends[0]) == "b.jpg: cut short\n")
  }

  @Test func aTerminalGetsABarThatIsThrottledAndTakenAway() throws {
    let terminal = try TestTerminal()
    let text = written(to: terminal.slave, readFrom: terminal.master)
    // Shown for the first, not for the second (0.06 s later), for the third, and for the last.
    #expect(text.contains("1/4") && !text.contains("2/4") && text.contains("3/4"))
    #expect(text.contains("4/4 images"))
    let bytes = Array(text.utf8)
    #expect(bytes.contains(Array("\r\u{1b}[Kb.jpg: cut short\r\n".utf8)))
    #expect(bytes.suffix(4).elementsEqual("\r\u{1b}[K".utf8))
  }

  @Test func workIsShownAsFarAsItIsReported() throws {
    let terminal = try TestTerminal()
    do {
      var bar = ProgressBar("copying", output: terminal.slave) { 0 }
      bar.reach(nil)
      bar.reach(WorkDone(20, of: 80, "MiB"))
    }
    close(terminal.slave)
    let text = String(decoding: terminal.read(4096), as: UTF8.self)
    #expect(text.contains("copying  0 s"))
    #expect(text.contains("20/80 MiB"))
  }
}
