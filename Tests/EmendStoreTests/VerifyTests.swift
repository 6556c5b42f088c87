import EmendCore
import EmendStore
import EmendTestSupport
import Foundation
import Testing

@Suite struct VerifyTests {
  @Test func randomStepsLeaveWhatTheLogSays() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path, images: 4)
    var random = SeededGenerator(seed: 7)
    var scripts = [Script("anna", seed: 1), Script("ben", seed: 2)]
    for _ in 0..<300 {
      let who = Int.random(in: 0...1, using: &random)
      do {
        try scripts[who].anything(in: project, &random)
      } catch let error as ProjectError {
        guard case .conflict = error.code else { throw error }
      }
    }
    #expect(try project.verify() == [])
    let status = try project.status()
    let (images, objects) = (status.images, status.predicted)
    #expect(images.all == images.open + images.reviewed + images.skipped)
    #expect(objects.all == 12)
    let parts = [
      objects.open, objects.accepted, objects.corrected, objects.rejected, objects.answered,
    ]
    #expect(parts.allSatisfy { $0 >= 0 } && parts.reduce(0, +) == 12)
  }

  @Test(arguments: [
    ("UPDATE object SET x = x + 0.1 WHERE status = 'accepted'", "object"),
    ("UPDATE object SET revision = 9 WHERE status = 'accepted'", "object"),
    ("UPDATE image SET flagged = 1 WHERE id = 2", "image 2"),
    ("DROP TRIGGER object_is_kept; PRAGMA foreign_keys = OFF; DELETE FROM object", "log only"),
    (
      """
      DROP TRIGGER decision_is_kept; DELETE FROM decision WHERE object IS NOT NULL
      """, "is in no decision"
    ),
    ("UPDATE queue SET is_open = 0 WHERE image = 3", "image 3"),
    ("UPDATE predicted_count SET objects = 5 WHERE label = 0", "label 0"),
    ("UPDATE image SET extras = '{}'; UPDATE snapshot_object SET x = 0", "snapshot 1"),
  ])
  func aHandMadeInconsistencyIsFoundAndNamed(sql: String, named: String) throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    var script = Script()
    let image = try script.open(in: project)
    try script.record(
      [script.decide(image.objects[0], on: image.id), script.close(image)], in: project)
    _ = try project.freezeSnapshot(parts: [image.id: .train])
    #expect(try project.verify() == [])
    try project.close()
    try sqlite(folder.file, sql + ";")
    let findings = try Project.open(from: folder.path).verify()
    #expect(findings.contains { $0.description.contains(named) }, "\(findings)")
  }

  @Test(arguments: [
    "UPDATE decision SET keys = 0", "DELETE FROM decision", "DELETE FROM object",
    "UPDATE predicted_object SET score = 1", "DELETE FROM prediction", "DELETE FROM label",
    "DELETE FROM image",
  ])
  func theFileItselfRefusesToForget(sql: String) throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    var script = Script()
    let image = try script.open(in: project)
    try script.record([script.decide(image.objects[0], on: image.id)], in: project)
    try project.close()
    #expect(throws: ProjectError.self) { try sqlite(folder.file, sql + ";") }
  }

  /// What is on disk at any moment of a review is a whole project with all that was acknowledged:
  /// the file and its log are copied, as a killed process leaves them, and the log is cut where
  /// the next write would have been under way.
  @Test func aCopyTakenAtAnyMomentHoldsWhatWasAcknowledged() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path, images: 8)
    var (script, random, acknowledged) = (Script(), SeededGenerator(seed: 3), 0)
    while let image = try project.openNext(reviewer: "anna", session: "s1", now: script.now) {
      for object in image.objects {
        try script.record([script.decide(object, on: image.id)], in: project)
        acknowledged += 1
        let copy = try Folder()
        let torn = Data((0..<Int.random(in: 0...9000, using: &random)).map { UInt8($0 & 255) })
        try copyProject(folder, to: copy, appending: torn)
        let opened = try Project.open(from: copy.path)
        #expect(try opened.status().predicted.accepted == acknowledged)
        #expect(try opened.verify() == [])
      }
      try script.record([script.close(image)], in: project)
    }
    #expect(acknowledged == 24)
  }

  private func copyProject(_ from: Folder, to copy: Folder, appending torn: Data) throws {
    try FileManager.default.copyItem(atPath: from.file, toPath: copy.file)
    var log = try Data(contentsOf: URL(fileURLWithPath: from.file + "-wal"))
    log.append(torn)
    try log.write(to: URL(fileURLWithPath: copy.file + "-wal"))
  }
}

extension Script {
  /// One step of any kind on any image.
  mutating func anything(in project: Project, _ random: inout SeededGenerator) throws {
    let image = try open(ImageID(Int64.random(in: 1...4, using: &random)), in: project)
    let object = image.objects[Int.random(in: 0..<image.objects.count, using: &random)]
    let side = Double.random(in: 0...50, using: &random)
    let frame = Box(x: side / 3, y: side * 1.7, width: side, height: side / 7)
    let points = Keypoint.Visibility.allCases.map { Keypoint(place: frame.centre, visibility: $0) }
    let shape =
      Bool.random(using: &random) ? .box(frame) : Shape.keypoints(Pose(box: frame, points: points))
    switch Int.random(in: 0...7, using: &random) {
    case 0: try record([decide(object, on: image.id)], in: project)
    case 1: try record([decide(object, .reject, on: image.id, status: .rejected)], in: project)
    case 2: try record([decide(object, .relabel, on: image.id, label: LabelID(1))], in: project)
    case 3: try record([decide(object, .reshape, on: image.id, shape: shape)], in: project)
    case 4: try record([draw(shape, on: image.id)], in: project)
    case 5: try record([decide(object, on: image.id), close(image)], in: project)
    case 6: try undo(in: project)
    default: try redo(in: project)
    }
  }
}
