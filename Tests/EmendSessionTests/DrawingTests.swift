import EmendCore
import EmendTestSupport
import Testing

@Suite struct DrawingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var keys: String
    var box: Box
    var testDescription: String { keys }
  }

  /// The box starts at 10, 0 and is 20 by 10 pixels.
  @Test(arguments: [
    Case(keys: "e l l j enter", box: Box(x: 12, y: 1, width: 20, height: 10)),
    Case(keys: "e L enter", box: Box(x: 20, y: 0, width: 20, height: 10)),
    Case(keys: "e right right down enter", box: Box(x: 10.2, y: 0.1, width: 20, height: 10)),
    Case(keys: "e d l l l enter", box: Box(x: 10, y: 0, width: 23, height: 10)),
    Case(keys: "e a h left enter", box: Box(x: 8.9, y: 0, width: 21.1, height: 10)),
    Case(keys: "e tab tab j enter", box: Box(x: 10, y: 1, width: 20, height: 9)),
    Case(keys: "e s J enter", box: Box(x: 10, y: 0, width: 20, height: 20)),
    Case(keys: "e - enter", box: Box(x: 11, y: 1, width: 18, height: 8)),
    Case(keys: "e l esc a", box: Box(x: 10, y: 0, width: 20, height: 10)),
  ])
  func boxAfter(example: Case) throws {
    var script = Script([.predicted(1, scores: [0.3, 0.6])], keymap: .letters)
    script.type(example.keys)
    let object = try #require(script.store[ImageID(1)]?.objects.first)
    #expect(object.state.status == .accepted)
    #expect(object.state.shape.bounds.isClose(to: example.box))
  }

  @Test func editingShowsTheOverlapWithThePrediction() {
    var script = Script([.predicted(1, scores: [0.3])], keymap: .letters, columns: 120)
    script.type("e H d l")
    #expect(
      script.bottomLine.hasPrefix(
        " right  x 0.0 y 0.0 w 21.0 h 10.0  IoU to prediction 0.37"))
  }

  @Test(arguments: [
    (keys: "2", label: 1, list: ["1 scratch", "2 dent", "3 discoloration", "4 missing_screw"]),
    (keys: "d i enter", label: 2, list: ["3 discoloration"]),
    (keys: "9 backspace 3", label: 2, list: nil),
  ])
  func labelOfABoxIsChosen(keys: String, label: Int, list: [String]?) {
    var script = Script([.predicted(1, scores: [0.3])], keymap: .letters)
    script.type("b enter L J enter")
    let words = keys.split(separator: " ")
    for word in words.dropLast() { script.type(String(word)) }
    if let list { #expect(script.list.map { $0.dropFirst(2) } == list.map { $0[...] }) }
    script.type(words.last.map(String.init) ?? "")
    #expect(script.session.selected?.state.label == LabelID(label))
    #expect(script.session.mode == .review)
  }

  @Test func theDigitsOfTheListAreThoseOfTheKeys() {
    var script = Script([.predicted(1, scores: [0.3, 0.6])], keymap: .letters)
    var setting = script.session.setting
    setting.labels[0].isRetired = true
    script.session = Session(setting: setting, size: script.session.size, threshold: 0)
    script.send(
      .imageOpened(.predicted(1, scores: [0.3, 0.6]), selecting: nil, at: script.tick()))
    #expect(script.list == [">? scratch        0.30", " ? 1 dent         0.60"])
  }

  @Test func aBoxIsDrawnWithTheKeyboardAlone() throws {
    var script = Script([.predicted(1, scores: [0.3])], keymap: .letters)
    script.type("b h h k enter L J 2")
    let step = try #require(script.committed.first)
    #expect(step.decisions.map(\.kind) == [.add])
    let drawn = try #require(script.session.selected)
    #expect(drawn.state.label == LabelID(1))
    #expect(drawn.origin == .drawn)
    #expect(drawn.state.shape.bounds.area > 0)
    #expect(script.list.last == ">* 2 dent        drawn")
  }

  @Test func aBoxIsDrawnWithTheMouse() throws {
    var script = Script([.predicted(1, scores: [0.3])], keymap: .letters)
    for (phase, column, row) in [(Mouse.Phase.press, 20, 5), (.drag, 30, 8), (.release, 40, 12)] {
      let mouse = Mouse(phase: phase, x: Double(column) + 0.5, y: Double(row) + 0.5)
      script.send(.mouseMoved(mouse, at: script.tick()))
    }
    script.type("d i s enter")
    let drawn = try #require(script.session.selected)
    #expect(drawn.state.label == LabelID(2))
    #expect(drawn.origin == .drawn)
  }

  @Test func aDrawnBoxIsRemovedAndBroughtBack() throws {
    var script = Script([.predicted(1, scores: [0.3])], keymap: .letters)
    script.type("b enter L J 1 x")
    #expect(script.committed.last?.decisions.first?.kind == .remove)
    script.type("u")
    #expect(script.session.selected?.state.status == .accepted)
    script.type("u")
    #expect(script.store[ImageID(1)]?.objects.count == 1)
  }

  @Test func aMaskCannotBeMovedAndTheReasonIsGiven() {
    var image = ReviewImage.predicted(1, scores: [0.3])
    let mask = Mask(size: image.size, runs: [UInt32(100 * 80)])
    image.objects[0].state.shape = .mask(mask)
    var script = Script([image], keymap: .letters)
    script.type("e")
    #expect(script.bottomLine.hasPrefix(" only boxes can be moved"))
  }
}

extension Box {
  func isClose(to other: Box) -> Bool {
    max(abs(x - other.x), abs(y - other.y), abs(maxX - other.maxX), abs(maxY - other.maxY)) < 1e-9
  }
}
