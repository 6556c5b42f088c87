import EmendCore
import EmendTestSupport
import Testing

/// The label of an image as a whole: keys in, screens and decisions out.
@Suite struct WholeImageTests {
  private static let size = ImageSize(width: 100, height: 80)

  /// Images on which a model said one label each, unsure as it was.
  private static let predicted: [ReviewImage] = (Int64(1)...2).map { number in
    var image = ReviewImage.predicted(number, scores: [])
    image.objects = [
      ReviewObject(
        PredictedObjectID(number),
        Detection(
          best: ScoredLabel(label: LabelID(0), score: 0.12),
          alternative: ScoredLabel(label: LabelID(1), score: 0.1), entropy: 2,
          shape: .image(size)))
    ]
    return image
  }

  private func script(_ images: [ReviewImage], _ keys: String, labels: Int = 4) -> Script {
    var script = Script(
      images, keymap: .letters, labels: Array(Script.labels.prefix(labels)))
    script.type(keys)
    return script
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var keys: String
    var kind: Decision.Kind
    var status = ObjectState.Status.accepted
    var label = 0
    var testDescription: String { keys }
  }

  @Test(arguments: [
    Case(keys: "a", kind: .accept), Case(keys: "x", kind: .reject, status: .rejected),
    Case(keys: "2", kind: .relabel, label: 1), Case(keys: "A", kind: .accept),
    Case(keys: "i d e n enter", kind: .relabel, label: 1),
    Case(keys: "l 3", kind: .relabel, label: 2),
  ])
  func oneKeyDecidesOnTheLabelAndTheNextImageOpens(_ row: Case) throws {
    let script = script(Self.predicted, row.keys)
    let decisions = try #require(script.committed.first).decisions
    #expect(decisions.map(\.kind) == [row.kind, .accept])
    guard case .object(_, _, _, let after) = decisions[0].change else {
      Issue.record("not about the label")
      return
    }
    #expect(
      after == ObjectState(status: row.status, label: LabelID(row.label), shape: .image(Self.size)))
    #expect(script.session.image?.id == ImageID(2))
  }

  @Test func theThresholdHidesNoLabel() {
    #expect(script(Self.predicted, "").list == [">? 1 scratch (i…  0.12"])
    #expect(script(Self.predicted, "> > >").list.count == 1)
  }

  @Test func anImageWithoutALabelIsGivenOneAndAnotherReplacesIt() throws {
    let script = script([.predicted(1, scores: [])], "i 2 i 3")
    #expect(script.committed.map { $0.decisions[0].kind } == [.add, .relabel])
    let objects = try #require(script.store[ImageID(1)]).objects
    #expect(objects.map(\.state.label) == [LabelID(2)])
    #expect(objects.map(\.state.shape) == [.image(Self.size)])
    #expect(objects.map(\.origin) == [.drawn])
  }

  @Test func whereThereIsOneLabelOnlyNothingIsAsked() throws {
    let script = script([.predicted(1, scores: [])], "i", labels: 1)
    #expect(script.store[ImageID(1)]?.objects.map(\.state.label) == [LabelID(0)])
  }

  @Test func aRemovedLabelMakesRoomForANewOne() throws {
    let script = script([.predicted(1, scores: [])], "i 2 x i 4")
    let objects = try #require(script.store[ImageID(1)]).objects
    #expect(objects.map(\.state.status) == [.removed, .accepted])
    #expect(script.committed.map { $0.decisions[0].kind } == [.add, .remove, .add])
  }

  @Test(arguments: [
    (":label-image␣dent", LabelID(1)), (":label-image␣missing_screw", LabelID(3)),
  ])
  func aTypedLineLabelsTheImage(line: String, label: LabelID) {
    var script = script([.predicted(1, scores: [])], "")
    for character in line {
      let key = Key.character(character == "␣" ? " " : character)
      script.send(.keyPressed(key, at: script.tick()))
    }
    script.type("enter")
    #expect(script.store[ImageID(1)]?.objects.map(\.state.label) == [label])
  }

  @Test(arguments: [
    ("e", "the label of a whole image has no edges"), (":label-image␣rust", "no label is called"),
  ])
  func whatCannotBeIsSaidInASentence(keys: String, sentence: String) {
    var script = script(Self.predicted, "")
    for character in keys {
      let key = Key.character(character == "␣" ? " " : character)
      script.send(.keyPressed(key, at: script.tick()))
    }
    if keys.count > 1 { script.type("enter") }
    #expect(script.bottomLine.contains(sentence))
    #expect(script.committed.isEmpty)
  }

  @Test func aLabelHasNoMaskToFind() {
    var script = script(Self.predicted, "")
    script.session.segmenter = .ready
    script.type("m")
    #expect(script.bottomLine.contains("has no mask"))
    #expect(script.questions.isEmpty)
  }

  @Test func goingToTheLabelLeavesTheViewWhereItIs() throws {
    var image = Self.predicted[0]
    image.objects += ReviewImage.predicted(1, scores: [0.9]).objects
    var script = script([image], "")
    script.type("j + + + +")
    let zoom = script.session.zoom
    script.type("k")
    #expect(script.session.selected?.state.shape == .image(Self.size))
    #expect(script.session.zoom == zoom)
  }
}
