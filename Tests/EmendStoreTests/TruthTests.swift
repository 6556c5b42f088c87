import EmendCore
import EmendStore
import Testing

@Suite struct TruthTests {
  static let shapes: [Shape] = [
    .box(Box(x: 0.1, y: 1e-300, width: 1 / 3, height: 123_456_789.123_456_7)),
    .polygon(
      Polygon(rings: [
        [
          ImagePoint(x: 0.1, y: 0.2), ImagePoint(x: 1 / 3, y: 7),
          ImagePoint(x: .leastNonzeroMagnitude, y: 3),
        ], [ImagePoint(x: 9, y: 9)],
      ])),
    .mask(Mask(size: ImageSize(width: 4, height: 3), runs: [0, 5, 4, 3])),
    .mask(Mask(size: ImageSize(width: 4, height: 3), runs: [12])),
    .keypoints(
      Pose(
        box: Box(x: 1 / 3, y: 0.1, width: 0.2, height: 7),
        points: [
          Keypoint(place: ImagePoint(x: 1 / 3, y: 1e-300)),
          Keypoint(place: ImagePoint(x: -4.25, y: 9), visibility: .hidden),
          Keypoint(place: ImagePoint(x: 0.1, y: 0), visibility: .unlabelled),
        ])),
    .keypoints(Pose(box: Box(x: 1, y: 1, width: 1, height: 1), points: [])),
  ]

  private func file(_ shapes: [Shape] = shapes) -> [ImportedImage] {
    [
      ImportedImage(
        reference: .path(ImagePath("0.jpg")),
        objects: shapes.enumerated().map { index, shape in
          ImportedObject(
            label: LabelID(index % 2), shape: shape, isCrowd: index == 2,
            foreignID: "\(index + 100)", extras: #"{"area":1.50}"#)
        }, extras: #"{"license":1}"#),
      ImportedImage(reference: .path(ImagePath("nowhere.jpg")), objects: []),
    ]
  }

  private func truth(_ project: Project) throws -> [TruthImage] {
    var images: [TruthImage] = []
    try project.truth { images.append($0) }
    return images
  }

  @Test func importedTruthComesOutToTheLastBit() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    let summary = try project.importTruth(file(), name: "truth.json")
    #expect(summary.added == Self.shapes.count)
    #expect(summary.unknown == [.path(ImagePath("nowhere.jpg"))])
    let image = try #require(try truth(project).first)
    #expect(image.image.extras == #"{"license":1}"#)
    #expect(Set(image.objects.map(\.shape)) == Set(Self.shapes))
    #expect(image.objects.filter(\.isCrowd).map(\.shape) == [Self.shapes[2]])
    #expect(image.objects.allSatisfy { $0.extras == #"{"area":1.50}"# })
    #expect(try project.verify() == [])
  }

  @Test func longWorkTellsHowFarItIs() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    _ = try project.importTruth(file(), name: "truth.json")
    var told: [WorkDone] = []
    try project.truth(report: { told.append($0) }, { _ in })
    #expect(told == [WorkDone(1, of: 1, "images")])
    told = []
    try project.rank(QueueSettings(), model: nil) { told.append($0) }
    #expect(told.map(\.done) == [1])
    told = []
    _ = try project.verify { told.append($0) }
    #expect(told == (0..<6).map { WorkDone($0, of: 6, "checks") })
  }

  @Test func theSameFileAgainChangesNothing() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    _ = try project.importTruth(file(), name: "truth.json")
    let (before, decisions) = (try truth(project), try project.status().reviewers)
    let summary = try project.importTruth(file(), name: "truth.json")
    #expect(summary.unchanged == Self.shapes.count)
    #expect(summary.added == 0)
    #expect(try truth(project) == before)
    #expect(try project.status().reviewers == decisions)
  }

  @Test func anObjectWithoutAnIDIsKnownByItsContent() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    let object = ImportedObject(label: LabelID(0), shape: Self.shapes[0])
    let image = ImportedImage(reference: .path(ImagePath("1.jpg")), objects: [object, object])
    #expect(try project.importTruth([image], name: "labels").added == 2)
    #expect(try project.importTruth([image], name: "labels").unchanged == 2)
  }

  @Test func aReviewersWordStandsAgainstALaterImport() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    _ = try project.importTruth(file(), name: "truth.json")
    var script = Script()
    let image = try script.open(ImageID(1), in: project)
    let objects = image.objects.filter { $0.origin == .imported }
    let touched = try #require(objects.first { $0.state.shape == Self.shapes[0] })
    try script.record(
      [script.decide(touched, .remove, on: image.id, status: .removed)], in: project)
    let moved = Self.shapes.map { _ in Shape.box(Box(x: 5, y: 5, width: 5, height: 5)) }
    let summary = try project.importTruth(file(moved), name: "truth.json")
    #expect(summary.kept == 1)
    #expect(summary.updated == Self.shapes.count - 1)
    #expect(try truth(project).first?.objects.count == Self.shapes.count - 1)
    #expect(try project.verify() == [])
  }

  @Test func anErrorInTheMiddleImportsNothing() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    var images = file()
    images[0].objects.append(ImportedObject(label: LabelID(77), shape: Self.shapes[0]))
    #expect(throws: ProjectError.self) { try project.importTruth(images, name: "x") }
    #expect(try truth(project).isEmpty)
    #expect(try project.verify() == [])
  }

  @Test func importedPredictionsAreSavedOnce() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    let model = NewModelVersion(
      name: "results", path: ImagePath("r.json"), sha256: Digest.sha256([9]))
    let rows = [(reference: ImageReference.path(ImagePath("2.jpg")), detections: Detection.samples)]
    #expect(try project.importPredictions(rows, as: model).added == 3)
    #expect(try project.importPredictions(rows, as: model).unchanged == 3)
    #expect(try project.verify() == [])
  }

  @Test func aSnapshotStaysWhenTheTruthGoesOn() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    _ = try project.importTruth(file(), name: "truth.json")
    let id = ImageID(1)
    let first = try project.freezeSnapshot(parts: [id: .train])
    #expect((first.id, first.images, first.objects) == (1, 1, Self.shapes.count))
    #expect(try project.freezeSnapshot(parts: [id: .train]).digest == first.digest)
    #expect(try project.freezeSnapshot(parts: [id: .val]).digest != first.digest)
    var script = Script()
    let image = try script.open(id, in: project)
    let object = try #require(image.objects.last)
    try script.record([script.decide(object, .remove, on: id, status: .removed)], in: project)
    #expect(try project.freezeSnapshot(parts: [id: .train]).digest != first.digest)
    var frozen: [(TruthImage, Snapshot.Part)] = []
    try project.truth(ofSnapshot: 1) { frozen.append(($0, $1)) }
    #expect(frozen.map(\.1) == [.train])
    #expect(Set(frozen[0].0.objects.map(\.shape)) == Set(Self.shapes))
    #expect(throws: ProjectError.self) { try project.freezeSnapshot(parts: [ImageID(2): .val]) }
    #expect(try project.snapshots().count == 4)
  }

  @Test func whatAFileSaysOfItselfIsKept() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    try project.setInterchange(["info": #"{"year":2026}"#], format: "coco")
    try project.setExtras(#"{"supercategory":"x"}"#, of: LabelID(1))
    #expect(try project.interchange(format: "coco") == ["info": #"{"year":2026}"#])
    #expect(try project.labelExtras() == [LabelID(1): #"{"supercategory":"x"}"#])
    let run = try project.beginRun(.train, model: nil, snapshot: nil, log: ImagePath("r.log"))
    try project.endRun(run, .failed, result: "{}")
    #expect(try project.runs().map(\.state) == [.failed])
  }

  @Test func aRetiredLabelKeepsItsIndexAndItsObjects() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    _ = try project.importTruth(file(), name: "truth.json")
    let before = try project.status().labels.map(\.truth)
    try project.retireLabel(LabelID(0))
    try project.addLabels(["hole"])
    #expect(try project.labels().map(\.name) == ["scratch", "dent", "hole"])
    #expect(try project.labels().map(\.isRetired) == [true, false, false])
    #expect(try project.status().labels.map(\.truth) == before + [0])
  }
}
