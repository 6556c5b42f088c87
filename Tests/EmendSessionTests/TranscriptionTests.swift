import EmendCore
import EmendTestSupport
import Testing

/// What is written on an object: keys in, screens and decisions out.
@Suite struct TranscriptionTests {
  private static var images: [ReviewImage] {
    var image = ReviewImage.predicted(1, scores: [])
    image.objects = [
      ReviewObject(
        PredictedObjectID(1),
        Detection(
          best: ScoredLabel(label: LabelID(1), score: 0.5), entropy: 0.6,
          shape: .box(Box(x: 10, y: 10, width: 30, height: 8)), text: "A7"))
    ]
    return [image, .predicted(2, scores: [0.5])]
  }

  private func script(_ keys: String) -> Script {
    var script = Script(Self.images, keymap: .letters)
    script.type(keys)
    return script
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var keys: String
    var kind: Decision.Kind
    var text: String
    var testDescription: String { keys }
  }

  @Test(arguments: [
    Case(keys: "w enter", kind: .accept, text: "A7"),
    Case(keys: "w 0 enter", kind: .transcribe, text: "A70"),
    Case(keys: "w backspace backspace B enter", kind: .transcribe, text: "B"),
    Case(keys: "w ctrl+u enter", kind: .transcribe, text: ""),
    Case(keys: ": transcribe space A space 8 enter", kind: .transcribe, text: "A 8"),
  ])
  func whatIsTypedBecomesTheText(_ row: Case) throws {
    let script = script(row.keys)
    let decision = try #require(script.committed.first?.decisions.first)
    #expect(decision.kind == row.kind)
    guard case .object(_, _, let before, let after) = decision.change else {
      Issue.record("not about the object")
      return
    }
    #expect(before?.text == "A7")
    #expect((after.text, after.status) == (row.text, .accepted))
    // It was the only object, so the image is done.
    #expect(script.session.image?.id == ImageID(2))
  }

  @Test func theTextIsShownAndTypedIntoALineBelow() {
    #expect(script("").list == [">? 2 dent “A7”    0.50"])
    let shown = script("").screen
    #expect(shown.first?.contains("says “A7”") == true, "\(shown)")
    let typing = script("w 0")
    #expect(typing.screen.last?.hasPrefix("text: A70") == true)
    #expect(script("w 0 esc").committed.isEmpty)
  }

  @Test func anotherTextIsADisagreementAndCanBeTakenBack() {
    let changed = script("w 0 enter u")
    #expect(changed.store[ImageID(1)]?.objects.first?.state.text == "A7")
    var kept = script("w 0 enter")
    kept.type("K")
    #expect(kept.list == [">~ 2 dent “A…  changed"])
  }
}
