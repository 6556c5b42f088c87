import EmendCore
import EmendFormats
import EmendStore

/// Takes the predictions of shards into the project; what is there already stays as it is.
struct ShardMerge {
  let opened: OpenProject

  struct Outcome {
    var images = 0
    var objects = 0
    /// Images whose predictions are here already.
    var known = 0
    /// Images that the project does not have.
    var foreign = 0
  }

  /// - Throws: ``CommandFailure`` for a shard that is not finished or of another project's model.
  func merge(_ paths: [String]) throws -> Outcome {
    let shards = try paths.map(shard)
    var outcome = Outcome()
    try Waiting.show("merging") { report in
      for (shard, model) in shards { try take(shard, model, into: &outcome, report) }
    }
    if outcome.images > 0 { try opened.rankQueue() }
    return outcome
  }

  private func shard(_ path: String) throws -> (PredictionShard, ModelVersion) {
    let file = ImagePath(path).display
    let shard = try PredictionShard(try TextFile.bytes(path), file: file)
    guard shard.isFinished else {
      let part = "\(shard.header.part.number)/\(shard.header.part.count)"
      throw CommandFailure(
        "\(file): not finished; run `emend predict --shard \(part)` again, it goes on")
    }
    let versions = try opened.project.modelVersions()
    guard let model = versions.first(where: { $0.sha256 == shard.header.model }) else {
      throw CommandFailure(
        "\(file): made by a model that this project does not have; register it by "
          + "`emend model add`")
    }
    return (shard, model)
  }

  private func take(
    _ shard: PredictionShard, _ model: ModelVersion, into outcome: inout Outcome,
    _ report: WorkReport
  ) throws {
    let settings = shard.header.settings
    let map = LabelMap(model: shard.header.labels, project: opened.labels)
    let all = try opened.project.images()
    let ids = Dictionary(all.map { ($0.sha256, $0.id) }, uniquingKeysWith: { first, _ in first })
    let missing = Set(
      try opened.project.imagesToPredict(model.id, settings: settings, limit: .max).map(\.id))
    var wanted: [(image: ImageID, detections: [Detection])] = []
    var scores: [ImageID: Double] = [:]
    for answer in shard.answers {
      guard let id = ids[answer.image] else {
        outcome.foreign += 1
        continue
      }
      guard missing.contains(id) else {
        outcome.known += 1
        continue
      }
      wanted.append((id, answer.detections.compactMap(map.translate)))
      if let score = answer.score { scores[id] = score }
    }
    // In the project's order, whichever machine was first.
    wanted.sort { $0.image.rawValue < $1.image.rawValue }
    guard !wanted.isEmpty else { return }
    try opened.project.save(
      predictions: wanted, imageScores: scores, model: model.id, settings: settings,
      report: report)
    outcome.images += wanted.count
    outcome.objects += wanted.reduce(0) { $0 + $1.detections.count }
  }
}
