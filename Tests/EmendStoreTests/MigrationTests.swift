import EmendCore
import Foundation
import Testing

@testable import EmendStore

@Suite struct MigrationTests {
  /// What `sqlite3` says of every table, index and trigger, without regard to white space.
  private func schema(_ file: String) throws -> [String] {
    let sql = "SELECT replace(name || ': ' || sql, char(10), ' ') FROM sqlite_schema ORDER BY name"
    return try run("sqlite3", file, input: sql).output.split(separator: "\n").map {
      $0.split(separator: " ").joined(separator: " ")
    }
  }

  @Test func anOldFileEndsWithTheTablesOfANewOne() throws {
    let (old, new) = (try Folder(), try Folder())
    try sqlite(old.file, keptSchema1)
    try Project.open(from: old.path).close()
    try Project.create(at: new.path, labels: []).close()
    #expect(try schema(old.file) == schema(new.file))
  }

  @Test func everyRowOfAnOldFileIsKept() throws {
    let folder = try Folder()
    try sqlite(folder.file, keptSchema1)
    let columns = [
      "model_version": "*", "prediction": "id, image, settings, created_at",
      "predicted_object": "id, label, score, entropy, kind, x, y, width, height, geometry",
      "object": "rowid, id, status, label, kind, x, y, width, height, geometry, revision",
      "decision": "*", "sqlite_sequence": "*",
      "snapshot_object": "snapshot, object, label, kind, x, y, width, height, geometry",
    ]
    let sql = columns.sorted { $0.key < $1.key }
      .map { "SELECT \($0.value) FROM \($0.key) ORDER BY 1, 2;" }.joined(separator: "\n")
    let before = try run("sqlite3", folder.file, input: sql).output
    try Project.open(from: folder.path).close()
    #expect(try run("sqlite3", folder.file, input: sql).output == before)
    #expect(before.split(separator: "\n").count > 20)
  }

  @Test func predictionsAndDecisionsStillCannotBeChanged() throws {
    let folder = try Folder()
    try sqlite(folder.file, keptSchema1)
    try Project.open(from: folder.path).close()
    for sql in [
      "DELETE FROM decision", "UPDATE decision SET keys = 9", "DELETE FROM predicted_object",
      "UPDATE predicted_object SET score = 1", "DELETE FROM object",
    ] {
      #expect(throws: ProjectError.self, "\(sql)") { try sqlite(folder.file, sql) }
    }
  }

  @Test func aRowThatNamesNothingStopsTheMigration() throws {
    let folder = try Folder()
    try sqlite(folder.file, keptSchema1)
    try sqlite(folder.file, "UPDATE object SET label = 77;")
    let error = #expect(throws: ProjectError.self) { try Project.open(from: folder.path) }
    #expect(error?.code == .damaged)
    #expect(try run("sqlite3", folder.file, input: "PRAGMA user_version").output == "1\n")
  }

  @Test func aBackupThatIsThereAlreadyIsLeftAlone() throws {
    let folder = try Folder()
    try sqlite(folder.file, keptSchema1)
    let backup = folder.file + ".schema-1.backup"
    try Data("mine".utf8).write(to: URL(fileURLWithPath: backup))
    let project = try Project.open(from: folder.path)
    #expect(try Data(contentsOf: URL(fileURLWithPath: backup)) == Data("mine".utf8))
    let second = folder.file + ".schema-1-2.backup"
    #expect(project.updateNotice?.contains("from schema 1") == true)
    #expect(project.updateNotice?.hasSuffix(second) == true)
    try project.close()
    #expect(try Project.open(from: folder.path).updateNotice == nil)
    #expect(try run("sqlite3", second, input: "PRAGMA user_version").output == "1\n")
  }

  @Test(.enabled(if: SmallDisk.isAllowed))
  func anOldFileThatCannotBeWrittenOpensForReading() throws {
    let disk = try SmallDisk(kilobytes: 2000)
    let file = disk.path + "/" + Project.fileName
    try sqlite(file, keptSchema1)
    try disk.makeReadOnly()
    let project = try Project.open(from: disk.path)
    #expect(project.readOnlyNotice?.contains("not writable") == true)
    #expect(try project.verify() == [])
    #expect(try project.image(ImageID(1)).size == ImageSize(width: 640, height: 480))
    let now = Timestamp(milliseconds: 1_000)
    let image = try project.openNext(reviewer: "ann", session: "s", now: now)
    #expect(image?.objects.count == 4)
    #expect(try run("sqlite3", file, input: "PRAGMA user_version").output == "1\n")
  }

  @Test func aWholeImageHasOneLabelFromModelToModel() throws {
    let folder = try Folder()
    let project = try Project.create(at: folder.path, labels: ["cat", "dog"])
    _ = try project.add([NewImage.sample(0), NewImage.sample(1)])
    let whole = Shape.image(ImageSize(width: 640, height: 480))
    var script = Script()
    for (index, label) in [0, 1].enumerated() {
      let model = try project.addModelVersion(
        NewModelVersion(
          name: "m\(index)", path: ImagePath("m"), sha256: Digest.sha256([UInt8(index)])))
      let said = Detection(
        best: ScoredLabel(label: LabelID(label), score: 0.4), entropy: 1, shape: whole)
      let box = Detection(
        best: ScoredLabel(label: LabelID(0), score: 0.4), entropy: 1,
        shape: .box(whole.bounds))
      try project.promote(model.id, by: "anna", why: "")
      try project.save(
        predictions: [1, 2].map { (ImageID($0), [said, box]) }, model: model.id, settings: "s")
      guard index == 0 else { continue }
      let first = try script.open(ImageID(1), in: project)
      #expect(first.objects.map(\.state.shape) == [whole, .box(whole.bounds)])
      try script.record([script.decide(first.objects[0], on: first.id)], in: project)
      let second = try script.open(ImageID(2), in: project)
      try script.record(
        [script.decide(second.objects[0], .reject, on: second.id, status: .rejected)],
        in: project)
    }
    // What was accepted is the label, whatever the next model says; what was rejected is not.
    let first = try script.open(ImageID(1), in: project).objects
    #expect(first.map(\.state.shape) == [.box(whole.bounds), whole])
    #expect(first.map(\.state.status) == [.open, .accepted])
    let second = try script.open(ImageID(2), in: project).objects
    #expect(second.map(\.state.status) == [.open, .open, .rejected])
    #expect(try project.status().predicted.answered == 1)
    #expect(try project.verify() == [])
  }

  @Test func aToolIsNeverChampion() throws {
    let folder = try Folder()
    let project = try Project.create(at: folder.path, labels: ["a"])
    let digest = Digest.sha256(Array("sam".utf8))
    let tool = try project.addModelVersion(
      NewModelVersion(name: "sam", path: ImagePath("sam.onnx"), sha256: digest, use: .help))
    #expect(tool.role == .tool)
    let error = #expect(throws: ProjectError.self) {
      try project.promote(tool.id, by: "anna", why: "")
    }
    #expect(error?.description.contains("sam is a tool") == true)
    let first = try project.addModelVersion(
      NewModelVersion(name: "m", path: ImagePath("m.onnx"), sha256: digest))
    #expect(first.role == .champion)
  }

  @Test func aTextIsPredictedCorrectedFrozenAndTakenBack() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    let second = try project.addModelVersion(
      NewModelVersion(name: "m2", path: ImagePath("m2.onnx"), sha256: Digest.sha256([])))
    try project.promote(second.id, by: "anna", why: "")
    var detection = Detection.samples[0]
    detection.text = "AB 12"
    try project.save(
      predictions: [(ImageID(1), [detection])], model: second.id, settings: "s")
    var script = Script()
    let image = try script.open(ImageID(1), in: project)
    let object = image.objects[0]
    #expect(object.state.text == "AB 12")
    #expect(!object.isDisagreement)
    var after = object.state
    (after.status, after.text) = (.accepted, "A\"B\t12")
    let decision = Decision(
      id: script.id(), kind: .transcribe, image: image.id,
      change: .object(object.id, object.origin, before: object.state, after: after),
      revision: object.revision, at: script.now, milliseconds: 1, keys: 9)
    try script.record([decision], in: project)
    #expect(try script.open(ImageID(1), in: project).objects[0].isDisagreement)
    #expect(try project.status().predicted.corrected == 1)
    try script.record([script.close(image)], in: project)
    _ = try project.freezeSnapshot(parts: [ImageID(1): .train])
    try project.truth(ofSnapshot: 1) { truth, _ in
      #expect(truth.objects.map(\.text) == [after.text])
    }
    #expect(try project.verify() == [])
    try script.undo(in: project)
    try script.undo(in: project)
    #expect(try script.open(ImageID(1), in: project).objects[0].state == object.state)
    #expect(try project.verify() == [])
  }
}
