import EmendCore
import EmendTestSupport
import Testing

@Suite struct ToneTests {
  private func script(_ keys: String) -> Script {
    var script = Script(
      [.predicted(1, scores: [0.3]), .predicted(2, scores: [0.5])], keymap: .letters,
      columns: 140)
    script.type(keys)
    return script
  }

  @Test(arguments: [
    ("", Tone.neutral), ("} } {", Tone(brightness: 1)), (") ) (", Tone(contrast: 1)),
    ("' ' ;", Tone(gamma: 1)), ("{ ( ;", Tone(brightness: -1, contrast: -1, gamma: -1)),
    ("} } ' ) T", Tone.neutral), ("} J", Tone(brightness: 1)), ("' a", Tone(gamma: 1)),
    ("e ' esc b ' esc", Tone(gamma: 2)),
  ])
  func toneAfter(keys: String, tone: Tone) {
    let script = script(keys)
    #expect(script.session.tone == tone)
    #expect(view(script.session).scene?.tone == tone)
  }

  @Test func aToneStopsAtTenSteps() {
    let many = Array(repeating: "} ( '", count: 14).joined(separator: " ")
    #expect(script(many).session.tone == Tone(brightness: 10, contrast: -10, gamma: 10))
    #expect(Tone(brightness: 99, gamma: -99) == Tone(brightness: 10, gamma: -10))
  }

  @Test func theStatusLineTellsAToneThatIsNotTheImagesOwn() {
    #expect(!script("").screen[0].contains("brightness"))
    #expect(script("} } ;").screen[0].contains(" · brightness +2 gamma -1"))
    #expect(!script("} } ; T").screen[0].contains("brightness"))
  }

  @Test func aToneIsNoDecision() {
    let script = script("} } ' ) T")
    #expect(script.committed.isEmpty && script.session.unsaved.isEmpty)
  }
}
