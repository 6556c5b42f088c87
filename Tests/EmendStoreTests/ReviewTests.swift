import EmendCore
import EmendStore
import Testing

@Suite struct ReviewTests {
  @Test func theWholePathFromAnEmptyFolderToAnUndo() throws {
    let folder = try Folder()
    var script = Script()
    do {
      let project = try Project.sample(at: folder.path)
      let image = try script.open(in: project)
      #expect(image.objects.compactMap(\.detection?.best.score) == [0.3, 0.6, 0.9])
      #expect(image.place?.remaining == 3)
      try script.record([script.decide(image.objects[0], on: image.id)], in: project)
      try project.close()
    }
    let project = try Project.open(from: folder.path + "/images")
    let image = try script.open(in: project)
    #expect(image.objects.map(\.state.status) == [.accepted, .open, .open])
    #expect(try script.undo(in: project)?.object == image.objects[0].id)
    let after = try script.open(image.id, in: project)
    #expect(after.objects.map(\.state.status) == [.open, .open, .open])
    #expect(after.objects[0].revision == 2)
  }

  @Test func undoAndRedoReachOverManyRestarts() throws {
    let folder = try Folder()
    var script = Script()
    try Project.sample(at: folder.path).close()
    var states: [[ObjectState.Status]] = []
    let id = ImageID(1)
    for kind in [ObjectState.Status.accepted, .rejected, .accepted] {
      let project = try Project.open(from: folder.path)
      let image = try script.open(id, in: project)
      states.append(image.objects.map(\.state.status))
      let object = try #require(image.objects.first { $0.state.status == .open })
      try script.record([script.decide(object, on: id, status: kind)], in: project)
      try project.close()
    }
    let last: [ObjectState.Status] = [.accepted, .rejected, .accepted]
    for wanted in states.reversed() {
      let project = try Project.open(from: folder.path)
      _ = try script.undo(in: project)
      #expect(try script.open(id, in: project).objects.map(\.state.status) == wanted)
      try project.close()
    }
    let project = try Project.open(from: folder.path)
    #expect(try script.undo(in: project) == nil)
    for wanted in states.dropFirst() + [last] {
      _ = try script.redo(in: project)
      #expect(try script.open(id, in: project).objects.map(\.state.status) == wanted)
    }
    #expect(try script.redo(in: project) == nil)
    #expect(try project.verify() == [])
  }

  @Test func aNewDecisionEndsWhatCanBeBroughtBack() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    var script = Script()
    let image = try script.open(in: project)
    try script.record([script.decide(image.objects[0], on: image.id)], in: project)
    _ = try script.undo(in: project)
    try script.record([script.decide(image.objects[1], on: image.id)], in: project)
    #expect(try script.redo(in: project) == nil)
  }

  @Test func aStepIsTakenBackAsAWhole() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    var script = Script()
    let image = try script.open(in: project)
    var decisions = image.objects.map { script.decide($0, on: image.id) }
    decisions.append(script.close(image))
    try script.record(decisions, in: project)
    #expect(try project.queueLength() == 2)
    let undone = try #require(try script.undo(in: project))
    #expect(undone.decisions == 4)
    let after = try script.open(image.id, in: project)
    #expect(after.objects.allSatisfy { $0.state.status == .open })
    #expect(after.state.progress == .open)
    #expect(try project.queueLength() == 3)
  }

  @Test func whatWasDrawnStaysAsRemovedWhenItIsTakenBack() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    var script = Script()
    let image = try script.open(in: project)
    let shape = Shape.box(Box(x: 0.1, y: 0.2, width: 0.3, height: 1e-17))
    try script.record([script.draw(shape, on: image.id)], in: project)
    _ = try script.undo(in: project)
    let drawn = try #require(try script.open(image.id, in: project).objects.last)
    #expect(drawn.state.status == .removed)
    #expect(drawn.state.shape == shape)
    _ = try script.redo(in: project)
    #expect(try script.open(image.id, in: project).objects.last?.state.status == .accepted)
  }

  @Test func aStepThatIsSentTwiceCountsOnce() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    var script = Script()
    let image = try script.open(in: project)
    let decisions = [script.decide(image.objects[0], on: image.id)]
    try script.record(decisions, in: project)
    try script.record(decisions, in: project)
    #expect(try script.open(image.id, in: project).objects[0].revision == 1)
  }

  @Test func aNewChampionDoesNotAskAgain() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    var script = Script()
    let image = try script.open(in: project)
    let relabelled = script.decide(
      image.objects[0], .relabel, on: image.id, label: LabelID(0))
    let rejected = script.decide(image.objects[1], .reject, on: image.id, status: .rejected)
    try script.record([relabelled, rejected], in: project)
    let next = try project.addModelVersion(
      NewModelVersion(name: "m2", path: ImagePath("m2"), sha256: Digest.sha256([2])))
    try project.save(
      predictions: [(image.id, Detection.samples)], model: next.id, settings: "s")
    try project.promote(next.id, by: "anna", why: "better")
    let after = try script.open(image.id, in: project)
    #expect(after.model == "m2")
    #expect(after.objects.map(\.state.status) == [.open, .accepted, .rejected])
    let predicted = try project.status().predicted
    #expect(predicted.all == 3)
    #expect(predicted.answered == 2)
    #expect(predicted.open == 1)
  }

  @Test(arguments: [
    Zoom.fit, .actual, .object, .place(scale: 1.5, centre: ImagePoint(x: 12.25, y: 0.125)),
  ])
  func aBookmarkIsFoundAgain(_ zoom: Zoom) throws {
    let folder = try Folder()
    let mark = Bookmark(
      image: ImageID(2), object: ObjectID(predicted: PredictedObjectID(4)), zoom: zoom,
      threshold: 0.35)
    try Project.sample(at: folder.path).save(mark, of: "anna")
    let project = try Project.open(from: folder.path)
    #expect(try project.bookmark(of: "anna") == mark)
    #expect(try project.bookmark(of: "ben") == nil)
  }

  @Test func neighboursOfEachKindAreFoundAlongTheQueue() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    var script = Script()
    let image = try script.open(in: project)
    var flagged = image.state
    flagged.isFlagged = true
    let flag = Decision(
      id: script.id(), kind: .flag, image: image.id,
      change: .image(before: image.state, after: flagged), revision: 0, at: script.now,
      milliseconds: 1, keys: 1)
    let reject = script.decide(image.objects[0], .reject, on: image.id, status: .rejected)
    try script.record([flag, reject], in: project)
    let other = try #require(try project.neighbour(of: image.id, .next, .any))
    let last = try #require(try project.neighbour(of: other, .next, .any))
    #expect(try project.neighbour(of: nil, .previous, .any) == last)
    #expect(try project.neighbour(of: nil, .next, .any) == nil)
    for kind in [Destination.Kind.any, .flagged, .disagreement, .unreviewed] {
      #expect(try project.neighbour(of: other, .previous, kind) == image.id)
      let next = try project.neighbour(of: image.id, .next, kind)
      #expect(next == (kind == .any || kind == .unreviewed ? other : nil))
    }
  }

  /// The SQL and the core's word for it agree on every kind of object.
  @Test func imagesWithADrawnObjectAreDisagreementsAndImportedOnesAreNot() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    var script = Script()
    let images = try project.images().map(\.id)
    let shape = Shape.box(Box(x: 5, y: 5, width: 9, height: 9))
    _ = try project.importTruth(
      [
        ImportedImage(
          reference: .path(ImagePath("images/1.jpg")),
          objects: [ImportedObject(label: LabelID(0), shape: shape)])
      ], name: "truth.json")
    _ = try script.open(images[2], in: project)
    try script.record([script.draw(shape, on: images[2])], in: project)
    let disagreeing = try images.filter { image in
      try script.open(image, in: project).objects.contains(where: \.isDisagreement)
    }
    #expect(disagreeing == [images[2]])
    #expect(try project.neighbour(of: images[0], .next, .disagreement) == images[2])
    #expect(try project.neighbour(of: images[2], .previous, .disagreement) == nil)
  }
}
