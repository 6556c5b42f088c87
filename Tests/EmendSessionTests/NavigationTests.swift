import EmendCore
import EmendTestSupport
import Testing

@Suite struct NavigationTests {
  static var images: [ReviewImage] {
    [.predicted(1, scores: [0.3]), .predicted(2, scores: [0.5]), .predicted(3, scores: [0.7])]
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var keys: String
    var image: Int64
    var testDescription: String { keys }
  }

  @Test(arguments: [
    Case(keys: "J", image: 2), Case(keys: "J K", image: 1), Case(keys: "K", image: 1),
    Case(keys: "space", image: 2), Case(keys: "J J J", image: 3),
    Case(keys: "a K", image: 1), Case(keys: "a K ]u", image: 2),
    Case(keys: "f J J [f", image: 1), Case(keys: "x J [d", image: 1),
  ])
  func imageAfter(example: Case) {
    var script = Script(Self.images, keymap: .letters)
    script.type(example.keys)
    #expect(script.session.image?.id == ImageID(example.image))
  }

  @Test func anImportedObjectIsSaidToBeOneAndIsNoDisagreement() {
    var images = Self.images
    images[1].objects = [
      ReviewObject(
        id: ObjectID(UniqueID(high: 1, low: 2)), origin: .imported,
        state: ObjectState(
          status: .accepted, label: LabelID(1), shape: .box(Box(x: 1, y: 2, width: 3, height: 4))),
        revision: 1)
    ]
    var script = Script(images, keymap: .letters)
    script.type("J")
    #expect(script.list == [">= 2 dent     imported"])
    script.type("b enter L K 2 K ]d")
    #expect(script.session.image?.id == ImageID(2), "it has a drawn object now")
    var untouched = Script(images, keymap: .letters)
    untouched.type("]d")
    #expect(untouched.session.image?.id == ImageID(1))
  }

  @Test func theSessionRemembersWhereItIsWhenTheLinkIsLost() {
    var script = Script(Self.images, keymap: .letters)
    script.type("J z")
    script.send(.hangUp)
    let object = script.session.selection
    #expect(
      script.effects.suffix(2) == [
        .bookmark(Bookmark(image: ImageID(2), object: object, zoom: .object, threshold: 0.25)),
        .quit,
      ])
  }

  @Test func onlyTheFirstImageOpensAtTheZoomThatWasRemembered() {
    var session = Script(Self.images, keymap: .letters).session
    session.image = nil
    session.zoom = .object
    let zooms = Self.images.prefix(2).map { image in
      _ = update(
        &session, .imageOpened(image, selecting: nil, at: Timestamp(milliseconds: 9_000)))
      return session.zoom
    }
    #expect(zooms == [.object, .fit])
  }

  @Test func leavingWorksWhileTheStoreIsBusy() {
    var script = Script(Self.images, keymap: .letters)
    script.isStoreBusy = true
    script.type("J ctrl+c")
    #expect(script.effects.last == .quit)
  }

  @Test(arguments: [
    (line: "threshold 0.6", says: " showing scores from 0.60: 0 objects"),
    (line: "threshold 7", says: " threshold takes a number from 0 to 1, as in `threshold 0.4`"),
    (line: "label rust", says: " no label is called rust; l lists them"),
    (line: "fly", says: " no command is called fly; ? lists them"),
  ])
  func commandLineAnswers(line: String, says: String) {
    var script = Script(Self.images, keymap: .letters, columns: 120)
    script.type(":")
    for character in line { script.send(.keyPressed(.character(character), at: script.tick())) }
    script.type("enter")
    #expect(script.bottomLine == says)
  }

  @Test func everyCommandRunsByItsNameWithoutHarm() {
    for command in Command.allCases where command != .quit && command != .suspend {
      var script = Script(Self.images, keymap: .letters)
      script.type(":")
      for character in command.rawValue {
        script.send(.keyPressed(.character(character), at: script.tick()))
      }
      script.type("enter")
      #expect(script.session.image != nil, "\(command)")
    }
  }
}

extension NavigationTests {
  @Test func whenEverythingIsReviewedTheLastImageCanBeGoneBackTo() {
    var script = Script([.predicted(1, scores: [0.3])], keymap: .letters)
    script.type("a")
    #expect(script.bottomLine.contains("nothing is left to review"))
    script = Script([], keymap: .letters)
    script.type("K")
    #expect(script.session.image == nil)
  }
}
