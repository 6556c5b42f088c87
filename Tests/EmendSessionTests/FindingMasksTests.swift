import EmendCore
import EmendTestSupport
import Testing

/// Clicks and boxes become masks: keys in, questions and screens out.
@Suite struct FindingMasksTests {
  private static let size = ImageSize(width: 100, height: 80)

  /// All pixels of some columns.
  private static func columns(_ columns: Range<Int>) -> Mask {
    let (before, inside) = (columns.lowerBound * 80, columns.count * 80)
    return Mask(size: size, runs: [before, inside, 8000 - before - inside].map { UInt32($0) })
  }

  /// As many masks as there are points, and one more: each 10 columns wider than the one before.
  private static func answer(_ question: MaskQuestion) -> MaskAnswer {
    MaskAnswer(
      number: question.number,
      masks: (0...question.points.count).map {
        PromptedMask(mask: columns(10..<20 + 10 * $0), score: 0.9 - 0.1 * Double($0))
      }, probe: ImagePoint(x: 25, y: 40))
  }

  private func script(_ keys: String = "", columns: Int = 120, isReady: Bool = true) -> Script {
    var script = Script(
      [.predicted(1, scores: [0.3, 0.6, 0.9])], keymap: .letters, columns: columns)
    script.session.segmenter = .reading
    if isReady { script.send(.imageRead(ImageID(1))) }
    script.segmenter = Self.answer
    script.type(keys)
    return script
  }

  private func points(of script: Script) -> [PromptPoint]? {
    view(script.session).scene?.points
  }

  @Test func theBoxOfTheSelectedObjectIsShownToTheModelAtOnce() throws {
    let script = script("m")
    #expect(
      script.questions == [
        MaskQuestion(
          image: ImageID(1), number: 1, points: [],
          box: Box(x: 10, y: 0, width: 20, height: 10))
      ])
    #expect(script.bottomLine.hasPrefix(" mask 1 of 1, 0.90 · box a on  x off"))
    let marks = try #require(view(script.session).scene).marks
    #expect(marks.map(\.style) == [.open, .open, .ghost, .selected])
    #expect(marks.last?.shape == .mask(Self.columns(10..<20)))
    #expect(marks.last?.tag == Mark.Tag(name: "scratch"))
  }

  struct Kept: Sendable, CustomTestStringConvertible {
    var keys: String
    var kind: Decision.Kind
    var label = 0
    var columns: Range<Int>
    var testDescription: String { keys }
  }

  @Test(arguments: [
    Kept(keys: "m enter", kind: .reshape, columns: 10..<20),
    Kept(keys: "m 3", kind: .reshape, label: 2, columns: 10..<20),
    Kept(keys: "m a tab enter", kind: .reshape, columns: 10..<30),
    Kept(keys: "m a x shift+tab enter", kind: .reshape, columns: 10..<40),
    Kept(keys: "m a x tab tab tab enter", kind: .reshape, columns: 10..<20),
    Kept(keys: "m a tab ? ? enter", kind: .reshape, columns: 10..<30),
    Kept(keys: "n a 2", kind: .add, label: 1, columns: 10..<20),
    Kept(keys: "n a tab enter d i enter", kind: .add, label: 2, columns: 10..<30),
    Kept(keys: "n space x u enter 4", kind: .add, label: 3, columns: 10..<20),
    Kept(keys: "p y y tab enter", kind: .reshape, columns: 10..<30),
  ])
  func theMaskShownIsKept(example: Kept) throws {
    let script = script(example.keys)
    let step = try #require(script.committed.first)
    #expect(step.decisions.map(\.kind) == [example.kind])
    guard case .object(let id, _, _, let after) = step.decisions[0].change else { return }
    let expected = ObjectState(
      status: .accepted, label: LabelID(example.label),
      shape: .mask(Self.columns(example.columns)))
    #expect(after == expected)
    #expect(script.store[ImageID(1)]?.objects.first { $0.id == id }?.state == expected)
    #expect(script.session.mode == .review)
  }

  @Test func aKeptMaskIsTakenBackLikeEveryDecision() {
    var script = script("m enter")
    script.type("u")
    let box = Box(x: 10, y: 0, width: 20, height: 10)
    #expect(script.session.selected?.state.shape == .box(box))
  }

  @Test func pointsAreSetAtTheCursorAndTakenBack() {
    var script = script("m a l x")
    let first = PromptPoint(ImagePoint(x: 20, y: 5), .onObject)
    let cell = 10 / (view(script.session).scene?.viewport.zoom ?? 0)
    let second = PromptPoint(ImagePoint(x: 20 + cell, y: 5), .offObject)
    #expect(points(of: script) == [first, second])
    #expect(script.questions.map(\.points) == [[], [first], [first, second]])
    #expect(script.questions.map(\.number) == [1, 2, 3])
    script.type("u")
    #expect(points(of: script) == [first])
    script.type("backspace")
    #expect(script.bottomLine.hasPrefix(" mask 1 of 1, 0.90 · box"))
    script.type("u")
    #expect(script.bottomLine == " there is no point to take back")
  }

  @Test func theBoxIsLeftOutAndShownAgain() {
    var script = script("m a b")
    #expect(script.questions.last?.box == nil)
    #expect(script.bottomLine.hasPrefix(" mask 1 of 2, 0.90 · 1 point a on"))
    script.type("b")
    #expect(script.questions.last?.box == Box(x: 10, y: 0, width: 20, height: 10))
    script.type("u b")
    #expect(script.bottomLine.hasPrefix(" 0 points a on"), "nothing is left to ask")
    #expect(script.questions.count == 5)
    script.type("enter")
    #expect(script.bottomLine.hasPrefix(" there is no mask yet"))
  }

  @Test func aClickIsAPointAndADragABox() throws {
    var script = script("n")
    let viewport = try #require(view(script.session).scene).viewport
    func place(_ x: Double, _ y: Double) -> ImagePoint {
      ImagePoint(
        x: x * 10 / viewport.zoom + viewport.origin.x,
        y: (y - 1) * 20 / viewport.zoom + viewport.origin.y)
    }
    for phase in [Mouse.Phase.press, .release] {
      script.send(.mouseMoved(Mouse(phase: phase, x: 30.5, y: 9.5), at: script.tick()))
    }
    #expect(points(of: script) == [PromptPoint(place(30.5, 9.5), .onObject)])
    for (phase, x, y) in [(Mouse.Phase.press, 30.5, 9.5), (.drag, 33, 10), (.release, 40, 12)] {
      script.send(.mouseMoved(Mouse(phase: phase, x: x, y: y), at: script.tick()))
    }
    #expect(script.questions.last?.box == Box(from: place(30.5, 9.5), to: place(40, 12)))
    #expect(script.questions.last?.points.count == 1)
  }

  @Test func escapeChangesNothing() {
    let script = script("m a esc")
    #expect(script.committed.isEmpty)
    #expect(script.session.mode == .review)
    #expect(points(of: script) == [])
  }

  // MARK: - Answers and their times

  @Test func anAnswerToAnEarlierQuestionIsDropped() {
    var script = script()
    script.segmenter = nil
    script.type("m a")
    let questions = script.questions
    #expect(script.bottomLine.hasPrefix(" asking · 1 point · box"))
    script.send(.masksAnswered(Self.answer(questions[0])))
    #expect(script.bottomLine.hasPrefix(" asking"))
    script.send(.masksAnswered(Self.answer(questions[1])))
    #expect(script.bottomLine.hasPrefix(" mask 1 of 2"))
    script.type("esc m")
    script.send(.masksAnswered(Self.answer(questions[1])))
    #expect(script.bottomLine.hasPrefix(" asking"))
  }

  @Test func aMaskArrivesWhileTheHelpIsOpen() {
    var script = script()
    script.segmenter = nil
    script.type("m ?")
    script.send(.masksAnswered(Self.answer(script.questions[0])))
    script.type("q")
    #expect(script.bottomLine.hasPrefix(" mask 1 of 1"))
  }

  @Test func keysDoNotWaitForTheReading() {
    var script = script(isReady: false)
    script.segmenter = nil
    #expect(script.screen[0].contains("· reading for masks"))
    script.type("m a")
    #expect(script.bottomLine.hasPrefix(" reading the image · 1 point · box"))
    script.send(.imageRead(ImageID(2)))
    #expect(script.screen[0].contains("· reading for masks"))
    script.send(.imageRead(ImageID(1)))
    #expect(script.screen[0].contains("· masks ready"))
    script.send(.masksAnswered(Self.answer(script.questions[1])))
    script.type("enter")
    #expect(script.committed.count == 1)
  }

  @Test func anotherImageIsReadAnew() {
    var script = Script(
      [.predicted(1, scores: [0.3]), .predicted(2, scores: [0.3])], keymap: .letters)
    script.session.segmenter = .reading
    script.send(.imageRead(ImageID(1)))
    script.type("a")
    #expect(script.session.image?.id == ImageID(2))
    #expect(script.session.segmenter == .reading)
  }

  /// The threads of the store and of the model each tell the session, in any order.
  @Test func anImageThatWasReadAheadIsReadyAsItOpens() {
    var script = Script(
      [.predicted(1, scores: [0.3]), .predicted(2, scores: [0.3])], keymap: .letters)
    script.session.segmenter = .reading
    script.isStoreBusy = true
    script.type("J")
    script.send(.imageRead(ImageID(2)))
    #expect(script.session.segmenter == .reading)
    script.isStoreBusy = false
    #expect(script.session.image?.id == ImageID(2))
    #expect(script.session.segmenter == .ready)
    script.type("K")
    #expect(script.session.segmenter == .reading)
  }

  // MARK: - What goes wrong

  @Test func withoutAModelASentenceSaysHowToGetOne() {
    var script = Script([.predicted(1, scores: [0.3])], keymap: .letters)
    script.session.segmenter = .missing(advice: "get one by this")
    for key in ["m", "n", "p"] {
      script.type(key)
      #expect(script.bottomLine == " get one by this")
      #expect(script.session.mode == .review)
    }
    #expect(!script.screen[0].contains("masks"))
  }

  @Test func whatTheModelCannotDoIsSaid() {
    var script = script()
    script.segmenter = nil
    script.type("m")
    script.send(.masksUnanswered(0, reason: "an old one"))
    #expect(script.bottomLine.hasPrefix(" asking"))
    script.send(.masksUnanswered(1, reason: "it failed"))
    #expect(script.bottomLine == " it failed")
    script.type("enter")
    #expect(script.bottomLine.hasPrefix(" there is no mask yet"))
    script.type("esc m")
    script.send(.imageUnread(ImageID(1), reason: "it cannot be read"))
    #expect(script.bottomLine == " it cannot be read")
    #expect(script.screen[0].contains("· no masks here"))
    script.type("esc n")
    #expect(script.bottomLine == " it cannot be read")
    script.send(.segmenterLost(reason: "the file is gone"))
    script.type("m")
    #expect(script.bottomLine == " the file is gone")
  }

  @Test func anAnswerWithoutMasksIsSaid() {
    var script = script()
    script.segmenter = { MaskAnswer(number: $0.number, masks: []) }
    script.type("n a")
    #expect(script.bottomLine.hasPrefix(" the model sees no object there"))
  }

  // MARK: - Questions to the reviewer

  @Test func aDotIsAskedAboutAndTheAnswersBecomePoints() throws {
    var script = script("p")
    let dot = ImagePoint(x: 25, y: 40)
    let scene = try #require(view(script.session).scene)
    #expect(scene.probe == dot)
    #expect(scene.crosshair == nil)
    #expect(script.bottomLine.hasPrefix(" is this dot on the object? y yes  n no"))
    script.type("y n")
    #expect(points(of: script) == [PromptPoint(dot, .onObject), PromptPoint(dot, .offObject)])
    script.type("p")
    #expect(view(script.session).scene?.probe == nil)
    script.type("y")
    #expect(script.bottomLine.hasPrefix(" nothing was asked"))
  }

  @Test func nothingIsAskedWhereTheMasksAgree() {
    var script = script()
    script.segmenter = { question in
      MaskAnswer(
        number: question.number,
        masks: [PromptedMask(mask: Self.columns(10..<20), score: 0.9)])
    }
    script.type("p")
    #expect(script.bottomLine == " the masks agree; enter keeps this one")
    script.type("enter")
    #expect(script.committed.count == 1)
  }

  @Test func whileTheModelIsAskedNothingElseIs() {
    var script = script()
    script.segmenter = nil
    script.type("p y y")
    #expect(script.questions.count == 1)
    #expect(view(script.session).scene?.probe == nil)
  }

  @Test func aNewObjectNeedsAPointFirst() {
    var script = script("n p")
    #expect(script.bottomLine.hasPrefix(" there is nothing to ask about yet"))
    script.type("a p")
    #expect(script.bottomLine.hasPrefix(" is this dot on the object?"))
  }
}
