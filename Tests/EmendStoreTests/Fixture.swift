import EmendCore
import EmendStore
import Foundation

/// A folder of its own for one test, removed afterwards.
final class Folder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/emend-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }  // the system clears what is left

  var file: String { path + "/" + Project.fileName }
}

/// Makes decisions with ids that count up, as one session would.
struct Script {
  var reviewer = "anna"
  var session = "s1"
  private(set) var clock: Int64 = 1_790_000_000_000
  private var sequence: UInt64 = 0
  private let seed: UInt64

  init(_ reviewer: String = "anna", seed: UInt64 = 1) {
    self.reviewer = reviewer
    self.seed = seed
  }

  var now: Timestamp { Timestamp(milliseconds: clock) }

  mutating func id() -> DecisionID {
    clock += 1000
    sequence += 1
    return DecisionID(UniqueID(version7At: now, sequence: sequence, session: seed))
  }

  mutating func decide(
    _ object: ReviewObject, _ kind: Decision.Kind = .accept, on image: ImageID,
    status: ObjectState.Status = .accepted, label: LabelID? = nil, shape: Shape? = nil
  ) -> Decision {
    let after = ObjectState(
      status: status, label: label ?? object.state.label, shape: shape ?? object.state.shape)
    return Decision(
      id: id(), kind: kind, image: image,
      change: .object(
        object.id, object.origin, before: kind == .add ? nil : object.state, after: after),
      revision: object.revision, at: now, milliseconds: 1500, keys: 1)
  }

  mutating func draw(_ shape: Shape, label: Int = 0, on image: ImageID) -> Decision {
    let object = ReviewObject(
      id: ObjectID(id().rawValue), origin: .drawn,
      state: ObjectState(status: .accepted, label: LabelID(label), shape: shape), revision: 0)
    return decide(object, .add, on: image)
  }

  mutating func close(
    _ image: ReviewImage, as progress: ImageState.Progress = .reviewed
  ) -> Decision {
    var after = image.state
    after.progress = progress
    return Decision(
      id: id(), kind: progress == .skipped ? .skip : .accept, image: image.id,
      change: .image(before: image.state, after: after), revision: image.revision, at: now,
      milliseconds: 10, keys: 1)
  }
}

extension Project {
  /// A project with `images` images, each with three predicted objects of scores 0.3, 0.6, 0.9.
  static func sample(at path: String, images: Int = 3) throws -> Project {
    let project = try create(at: path, labels: ["scratch", "dent"])
    _ = try project.add((0..<images).map(NewImage.sample))
    let model = try project.addModelVersion(
      NewModelVersion(
        name: "m1", path: ImagePath("m1.onnx"), sha256: Digest.sha256(Array("m1".utf8))))
    try project.save(
      predictions: try project.images().map { ($0.id, Detection.samples) }, model: model.id,
      settings: "s")
    return project
  }
}

extension NewImage {
  static func sample(_ index: Int) -> NewImage {
    NewImage(
      path: ImagePath("images/\(index).jpg"), sha256: Digest.sha256(Array("image \(index)".utf8)),
      byteCount: 1000 + Int64(index), modified: 5, format: "jpeg",
      rawSize: ImageSize(width: 640, height: 480), size: ImageSize(width: 640, height: 480))
  }
}

extension Detection {
  static let samples = [0.9, 0.3, 0.6].enumerated().map { index, score in
    Detection(
      best: ScoredLabel(label: LabelID(index % 2), score: score),
      alternative: ScoredLabel(label: LabelID((index + 1) % 2), score: score / 2),
      entropy: 1 - score,
      shape: .box(Box(x: Double(index) * 100.1, y: 10.7, width: 50.3, height: 40.9)))
  }
}

extension Script {
  func open(in project: Project) throws -> ReviewImage {
    guard let image = try project.openNext(reviewer: reviewer, session: session, now: now) else {
      throw ProjectError(.invalid, "no image is open")
    }
    return image
  }

  func open(_ image: ImageID, in project: Project) throws -> ReviewImage {
    try project.open(image, reviewer: reviewer, session: session, now: now)
  }

  func record(_ decisions: [Decision], in project: Project) throws {
    try project.record(Step(decisions), reviewer: reviewer, session: session)
  }

  @discardableResult
  mutating func undo(in project: Project) throws -> Undone? {
    try project.undo(reviewer: reviewer, session: session, now: now) { id() }
  }

  @discardableResult
  mutating func redo(in project: Project) throws -> Undone? {
    try project.redo(reviewer: reviewer, session: session, now: now) { id() }
  }
}
