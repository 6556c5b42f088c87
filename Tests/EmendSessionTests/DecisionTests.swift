import EmendCore
import EmendTestSupport
import Testing

@Suite struct DecisionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var keys: String
    var list: [String]
    var testDescription: String { keys }
  }

  @Test(arguments: [
    Case(
      keys: "",
      list: [">? 1 scratch      0.30", " ? 2 dent         0.60", " ? 3 discolorat…  0.90"]),
    Case(
      keys: "a",
      list: [" + 1 scratch        ok", ">? 2 dent         0.60", " ? 3 discolorat…  0.90"]),
    Case(
      keys: "a x",
      list: [" + 1 scratch        ok", " x 2 dent           no", ">? 3 discolorat…  0.90"]),
    Case(
      keys: "a x u",
      list: [" + 1 scratch        ok", ">? 2 dent         0.60", " ? 3 discolorat…  0.90"]),
    Case(
      keys: "2",
      list: [" ~ 2 dent      changed", ">? 2 dent         0.60", " ? 3 discolorat…  0.90"]),
    Case(
      keys: "1",
      list: [" + 1 scratch        ok", ">? 2 dent         0.60", " ? 3 discolorat…  0.90"]),
    Case(
      keys: "j x",
      list: [" ? 1 scratch      0.30", " x 2 dent           no", ">? 3 discolorat…  0.90"]),
    Case(
      keys: "k x",
      list: [">? 1 scratch      0.30", " ? 2 dent         0.60", " x 3 discoloration  no"]),
    Case(
      keys: "a u ctrl+r",
      list: [">+ 1 scratch        ok", " ? 2 dent         0.60", " ? 3 discolorat…  0.90"]),
    Case(keys: "> >", list: [">? 2 dent         0.60", " ? 3 discolorat…  0.90"]),
  ])
  func listAfter(example: Case) {
    var script = Script(
      [.predicted(1, scores: [0.30, 0.60, 0.90])], keymap: .letters)
    script.type(example.keys)
    #expect(script.list == example.list)
  }

  @Test func lastDecisionFinishesTheImageAndOpensTheNext() {
    var script = Script(
      [.predicted(1, scores: [0.3, 0.6]), .predicted(2, scores: [0.5])], keymap: .letters)
    script.type("a x")
    #expect(script.session.image?.id == ImageID(2))
    #expect(script.store[ImageID(1)]?.state.progress == .reviewed)
    #expect(script.committed.map { $0.decisions.map(\.kind) } == [[.accept], [.reject, .accept]])
  }

  @Test func undoGoesBackToTheImageThatWasFinished() {
    var script = Script(
      [.predicted(1, scores: [0.3]), .predicted(2, scores: [0.5])], keymap: .letters)
    script.type("a u")
    #expect(script.session.image?.id == ImageID(1))
    #expect(script.session.image?.state.progress == .open)
    #expect(script.list == [">? 1 scratch      0.30"])
    script.type("x")
    #expect(script.store[ImageID(1)]?.objects.first?.state.status == .rejected)
  }

  @Test func keysTypedWhileAnImageIsOnItsWayAreNotLost() {
    var script = Script(
      [
        .predicted(1, scores: [0.3]), .predicted(2, scores: [0.5, 0.7]), .predicted(3, scores: []),
      ],
      keymap: .letters)
    script.isStoreBusy = true
    script.type("a x 1")
    #expect(script.session.image?.id == ImageID(1))
    script.isStoreBusy = false
    let second = script.store[ImageID(2)]?.objects.map(\.state.status)
    #expect(second == [.rejected, .accepted])
    #expect(script.session.image?.id == ImageID(3))
  }

  @Test func anObjectShowsAsDecidedOnlyWhenItIsOnDisk() {
    var script = Script([.predicted(1, scores: [0.3, 0.6])], keymap: .letters)
    script.isStoreBusy = true
    script.type("a")
    #expect(script.list.first == " … 1 scratch    saving")
    script.isStoreBusy = false
    #expect(script.list.first == " + 1 scratch        ok")
  }

  @Test func aRefusedStepIsShownAndTheImageReadAgain() {
    var script = Script([.predicted(1, scores: [0.3, 0.6])], keymap: .letters)
    script.store.failure = "the disk is full"
    script.type("a")
    #expect(script.bottomLine == " not saved: the disk is full")
    #expect(script.list.first == ">? 1 scratch      0.30")
  }

  /// Another program's decision came first, and the image takes its time to be read again.
  @Test func aRefusedStepIsNeverShownAsDone() throws {
    var script = Script([.predicted(1, scores: [0.3, 0.6])], keymap: .letters)
    script.isStoreBusy = true
    script.type("x")
    let step = try #require(script.committed.first)
    script.send(.refused(step.id, reason: "bob decided on this"))
    #expect(script.list.first == " … 1 scratch    saving")
    #expect(script.screen[0].hasSuffix("saving"))
  }

  @Test func nothingIsShownWhereARefusedStepCannotBeReadAgain() throws {
    var script = Script([.predicted(1, scores: [0.3, 0.6])], keymap: .letters)
    script.isStoreBusy = true
    script.type("a")
    let step = try #require(script.committed.first)
    script.send(.refused(step.id, reason: "the disk is gone"))
    script.send(.nothingToOpen(reason: "the disk does not answer"))
    #expect(script.list == ["the disk does not answer"])
  }

  @Test func acceptImageLeavesWhatTheThresholdHides() {
    var script = Script(
      [.predicted(1, scores: [0.1, 0.6, 0.9]), .predicted(2, scores: [])], keymap: .letters)
    script.type("A")
    let statuses = script.store[ImageID(1)]?.objects.map(\.state.status)
    #expect(statuses == [.open, .accepted, .accepted])
    #expect(script.store[ImageID(1)]?.state.progress == .reviewed)
    #expect(script.session.image?.id == ImageID(2))
  }

  @Test func aFilterKeepsTheImageOpenAndSaysSo() {
    var script = Script([.predicted(1, scores: [0.3, 0.6])], keymap: .letters)
    script.type("/ dent enter a")
    #expect(script.session.image?.state.progress == .open)
    #expect(
      script.bottomLine == " 1 open object is hidden by the filter; / and enter shows all")
  }

  @Test func everyDecisionCanBeTakenBack() {
    let images: [ReviewImage] = [
      .predicted(1, scores: [0.3, 0.6, 0.9]), .predicted(2, scores: []),
    ]
    for length in 0...5 {
      for code in 0..<power(3, length) {
        let keys = (0..<length).map { ["a", "x", "3"][code / power(3, $0) % 3] }
        var script = Script(images, keymap: .letters)
        script.type(keys.joined(separator: " "))
        script.type(Array(repeating: "u", count: length).joined(separator: " "))
        let states = script.store.images.map { $0.objects.map(\.state) }
        #expect(states == images.map { $0.objects.map(\.state) }, "keys \(keys)")
      }
    }
  }

  @Test func timeAndKeysAreCountedFromWhenTheObjectWasShown() throws {
    var script = Script([.predicted(1, scores: [0.3, 0.6])], keymap: .letters)
    script.type("o o a x")
    let decisions = script.committed.flatMap(\.decisions)
    #expect(decisions.map(\.keys) == [3, 1, 1])
    #expect(decisions.map(\.milliseconds) == [300, 100, 100])
  }
}

private func power(_ base: Int, _ exponent: Int) -> Int {
  (0..<exponent).reduce(1) { value, _ in value * base }
}
