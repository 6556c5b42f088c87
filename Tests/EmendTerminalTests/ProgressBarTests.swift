import EmendCore
import EmendTerminal
import Glibc
import Testing

@Suite struct ProgressBarTests {
  /// Shows a progress bar with 0.06 s between two looks at the clock.
  private func advance(on output: Int32) {
    var now = 0.0
    var progress = ProgressBar("add", total: 4, unit: "images", output: output) {
      defer { now += 0.06 }
      return now
    }
    for _ in 0..<4 { progress.advance() }
    progress.print("b.jpg: cut short", to: output)
  }

  @Test func aPipeGetsTheLinesAndNoBar() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    advance(on: ends[1])
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(ends[0], &bytes, bytes.count)
    #expect(String(decoding: bytes.prefix(count), as: UTF8.self) == "b.jpg: cut short\n")
  }

  @Test func aTerminalGetsABarThatIsThrottledAndTakenAway() throws {
    let terminal = try TestTerminal()
    advance(on: terminal.slave)
    let text = String(decoding: terminal.lastBytes(), as: UTF8.self)
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
    let text = String(decoding: terminal.lastBytes(), as: UTF8.self)
    #expect(text.contains("copying  0 s"))
    #expect(text.contains("20/80 MiB"))
  }
}
