import EmendCore
import EmendTestSupport
import Testing

/// The marks of a scene, as what carriers and cell art draw from.
@Suite struct MarkTests {
  private func script(_ keys: String = "") -> Script {
    var script = Script([.predicted(1, scores: [0.3, 0.6, 0.9])], keymap: .letters)
    script.type(keys)
    return script
  }

  private func scene(_ keys: String = "") throws -> Scene {
    try #require(view(script(keys).session).scene)
  }

  @Test(arguments: [
    ("", [Mark.Style.open, .open, .selected]),
    ("a", [.decided, .open, .selected]),
    ("x", [.rejected, .open, .selected]),
    ("j a", [.decided, .open, .selected]),
    ("x k", [.open, .open, .selectedRejected]),
    ("e", [.open, .open, .ghost, .selected]),
    ("b enter l l j j", [.open, .open, .selected, .selected]),
  ])
  func whatIsDecidedLiesBehindWhatIsOpenAndTheSelectedLast(
    _ keys: String, _ styles: [Mark.Style]
  ) throws {
    #expect(try scene(keys).marks.map(\.style) == styles)
  }

  @Test func aScoreIsWrittenWhileNobodyHasDecided() throws {
    let tags = try scene("a").marks.map(\.tag)
    #expect(
      tags == [
        Mark.Tag(name: "scratch"), Mark.Tag(name: "discoloration", score: 0.9),
        Mark.Tag(name: "dent", score: 0.6),
      ])
    #expect(try scene("2").marks.first?.tag == Mark.Tag(name: "dent"))
    #expect(try scene("e").marks[2].tag == nil)
  }

  @Test func theEdgeThatTheKeysMoveIsMarked() throws {
    #expect(try scene("e").marks.last?.edge == nil)
    #expect(try scene("e d").marks.last?.edge == .right)
  }

  @Test func keysChooseTagsAndMasksGoingRound() throws {
    #expect(try scene().look == OverlayLook())
    let tags = try ["t", "t t", "t t t", "e t"].map { try scene($0).look.tags }
    #expect(tags == [.selected, .none, .all, .selected])
    let masks = try ["M", "M M", "M M M"].map { try scene($0).look.masks }
    #expect(masks == [.tint, .outline, .hatch])
    #expect(script("t").bottomLine == " a name at the selected object")
    #expect(script("M").bottomLine == " masks are tinted")
  }

  @Test func nothingIsDrawnWhileTheOverlayIsHidden() throws {
    #expect(try scene("o").marks == [])
    #expect(try scene("o o").marks.count == 3)
  }
}
