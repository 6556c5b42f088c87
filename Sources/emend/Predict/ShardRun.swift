import EmendCore
import EmendFormats
import EmendInference
import EmendStore
import Foundation

/// Predicts one part of a project's images into a file of its own; the project is only read.
///
/// Any number of machines that see the project's folder can do so at once: none waits for another,
/// and `emend merge` takes the files in.
struct ShardRun {
  let opened: OpenProject
  let model: ModelVersion
  let choice: ProviderChoice
  let part: ShardPart
  var slices: SliceGrid?

  struct Outcome {
    /// The finished file, or the one that the same command goes on with.
    var path: String
    var predicted = 0
    var objects = 0
    /// That an earlier run had done.
    var known = 0
    var failures: [String] = []
    var isFinished = false
  }

  /// Goes on where it was stopped.
  func run() throws -> Outcome {
    let plan = try PredictionPlan(opened, model, choice, slices: slices)
    let path = Self.path(part, model, plan.fingerprint, in: opened.project)
    if FileManager.default.fileExists(atPath: path) {
      return Outcome(path: path, isFinished: true)
    }
    let header = ShardHeader(
      model: model.sha256, settings: plan.fingerprint, labels: opened.labels.map(\.name),
      part: part)
    let file = try ShardFile(path: path, header: header)
    let known = Set(file.answers.map(\.image))
    var outcome = Outcome(path: file.unfinishedPath, known: known.count)
    let images = try plan.images().filter { part.contains($0.sha256) && !known.contains($0.sha256) }
    let names = Dictionary(uniqueKeysWithValues: images.map { ($0.id, $0.sha256) })
    try plan.predict(images) { answers in
      try file.append(answers.compactMap { self.line($0, names, &outcome) })
    }
    guard !Interrupt.wasAsked else { return outcome }
    try file.finish(images: outcome.known + outcome.predicted)
    outcome.path = path
    outcome.isFinished = true
    return outcome
  }

  private func line(
    _ answer: Predictor.Answer, _ names: [ImageID: String], _ outcome: inout Outcome
  ) -> ShardAnswer? {
    switch answer.result {
    case .failure(let error):
      outcome.failures.append("\(error)")
      return nil
    case .success(let detections):
      guard let name = names[answer.image] else { return nil }
      outcome.predicted += 1
      outcome.objects += detections.count
      return ShardAnswer(
        image: name, detections: detections.map(numbered), score: answer.score)
    }
  }

  /// With labels by their place among the header's names.
  private func numbered(_ detection: Detection) -> Detection {
    func place(_ label: LabelID) -> LabelID {
      LabelID(opened.labels.firstIndex { $0.id == label } ?? 0)
    }
    var numbered = detection
    numbered.best.label = place(detection.best.label)
    numbered.alternative = detection.alternative.map {
      ScoredLabel(label: place($0.label), score: $0.score)
    }
    return numbered
  }

  /// Other settings or models give other files.
  private static func path(
    _ part: ShardPart, _ model: ModelVersion, _ fingerprint: String, in project: Project
  ) -> String {
    let hash = StableHash.fnv1a((model.sha256 + fingerprint).utf8)
    let name = "\(model.name)-\(String(hash, radix: 16).prefix(8))-\(part.number)-of-\(part.count)"
    return project.folder.text + "/shards/" + name + ".jsonl"
  }
}

/// A shard while it is written, under a name that `emend merge` does not take.
final class ShardFile {
  let unfinishedPath: String
  /// What an earlier run had written.
  private(set) var answers: [ShardAnswer] = []
  private let path: String
  private let handle: FileHandle

  init(path: String, header: ShardHeader) throws {
    self.path = path
    unfinishedPath = path + ".part"
    let manager = FileManager.default
    let folder = (path as NSString).deletingLastPathComponent
    do {
      try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
      if !manager.fileExists(atPath: unfinishedPath) {
        try Data().write(to: URL(fileURLWithPath: unfinishedPath))
      }
      handle = try FileHandle(forUpdating: URL(fileURLWithPath: unfinishedPath))
    } catch {
      throw Self.failure(unfinishedPath)
    }
    try goOn(header)
  }

  private func goOn(_ header: ShardHeader) throws {
    let bytes = try TextFile.bytes(unfinishedPath)
    var length = 0
    // Stopped within its first line, or damaged: it is begun anew.
    if let shard = try? PredictionShard(bytes, file: unfinishedPath), shard.header == header {
      (answers, length) = (shard.answers, shard.soundLength)
    }
    try orFail {
      try handle.truncate(atOffset: UInt64(length))
      if length == 0 { try handle.write(contentsOf: PredictionShard.opening(header)) }
    }
  }

  func append(_ answers: [ShardAnswer]) throws {
    try orFail { try handle.write(contentsOf: answers.flatMap(PredictionShard.line)) }
  }

  /// On disk, then under its own name.
  func finish(images: Int) throws {
    try orFail {
      try handle.write(contentsOf: PredictionShard.ending(images: images))
      try handle.synchronize()
      try handle.close()
      try FileManager.default.moveItem(atPath: unfinishedPath, toPath: path)
    }
  }

  private func orFail(_ body: () throws -> Void) throws {
    do { try body() } catch { throw Self.failure(unfinishedPath) }
  }

  private static func failure(_ path: String) -> CommandFailure {
    CommandFailure(
      "\(ImagePath(path).display): cannot be written; look at the permissions and the room on the "
        + "disk, then give the same command again")
  }
}
