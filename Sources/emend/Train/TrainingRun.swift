import EmendCore
import EmendFormats
import EmendInference
import EmendLearning
import EmendStore
import Foundation

/// Snapshot, trainer, challenger, measures, promotion.
struct TrainingRun {
  let opened: OpenProject
  let choice: ProviderChoice
  let minutes: Double
  let promotion: TrainSettings.Promotion

  struct Outcome {
    var snapshot: Snapshot
    var parts: ReviewedParts
    var challenger: ModelVersion
    var measures: Measures
    /// Against the champion, if there was one.
    var comparison: ModelComparison?
    var isPromoted: Bool
  }

  func run() throws -> Outcome {
    let parts = try ReviewedParts(
      of: opened.project, heldOutShare: opened.settings.train.heldOutShare)
    try parts.check()
    let snapshot = try opened.project.freezeSnapshot(parts: parts.parts)
    let folder = try SnapshotFolder(snapshot, of: opened)
    let champion = try opened.project.champion()
    let out = opened.project.folder.text + "/runs/\(snapshot.id)"
    let run = try opened.project.beginRun(
      .train, model: nil, snapshot: snapshot.id, log: ImagePath("runs/\(snapshot.id)/log.txt"))
    do {
      let challenger = try train(folder, snapshot, champion, out)
      let (measures, comparison) = try measure(challenger, champion, snapshot, parts)
      let isPromoted = try promote(challenger, champion, comparison)
      try opened.project.endRun(
        run, .done, model: challenger.id, result: measures.json.text)
      return Outcome(
        snapshot: snapshot, parts: parts, challenger: challenger, measures: measures,
        comparison: comparison, isPromoted: isPromoted)
    } catch {
      // The first error says more than that its run could not be closed either.
      try? opened.project.endRun(run, Interrupt.wasAsked ? .stopped : .failed)
      throw error
    }
  }

  private func train(
    _ folder: SnapshotFolder, _ snapshot: Snapshot, _ champion: ModelVersion?, _ out: String
  ) throws -> ModelVersion {
    let parent = champion?.checkpoint.map { opened.project.absolutePath(of: $0).text }
    let trainer = Trainer(
      settings: opened.settings.train, minutes: minutes, snapshot: folder, out: out,
      parent: parent)
    try trainer.run()
    let detector = try Detector(
      try RuntimeAccess.load(opened.settings), path: trainer.modelFile)
    let hasCheckpoint = FileManager.default.fileExists(atPath: trainer.checkpointFile)
    return try ModelRegistry(project: opened.project).add(
      file: trainer.modelFile, checkpoint: hasCheckpoint ? trainer.checkpointFile : nil,
      card: detector.card, name: "round-\(snapshot.id)", parent: champion?.id,
      snapshot: snapshot.id)
  }

  private func measure(
    _ challenger: ModelVersion, _ champion: ModelVersion?, _ snapshot: Snapshot,
    _ parts: ReviewedParts
  ) throws -> (Measures, ModelComparison?) {
    var images: [TruthImage] = []
    try opened.project.truth(ofSnapshot: snapshot.id) { truth, part in
      if part == parts.heldOut { images.append(truth) }
    }
    let measurement = Measurement(opened: opened, images: images)
    let new = try measurement.run(challenger, on: choice).map(\.objects)
    let measures = Evaluation(of: new, overlap: .fitting(new)).measures(snapshot: snapshot.id)
    try opened.project.setMeasures(measures.json.text, of: challenger.id)
    guard let champion, champion.id != challenger.id else { return (measures, nil) }
    let old = try measurement.run(champion, on: choice).map(\.objects)
    try opened.project.setMeasures(
      Evaluation(of: old, overlap: .fitting(old)).measures(snapshot: snapshot.id).json.text,
      of: champion.id)
    let seed = UInt64(snapshot.id)
    let comparison = ModelComparison(
      challenger: new, champion: old, seed: seed, overlap: .fitting(new))
    return (measures, comparison)
  }

  private func promote(
    _ challenger: ModelVersion, _ champion: ModelVersion?, _ comparison: ModelComparison?
  ) throws -> Bool {
    // The first model of a project has nobody to beat.
    guard champion != nil, challenger.role != .champion else { return true }
    let isBetter = comparison?.meanAveragePrecision50to95.verdict == .better
    guard promotion == .always || promotion == .better && isBetter else { return false }
    let why = comparison.map { "mAP50-95 \($0.meanAveragePrecision50to95)" } ?? "no comparison"
    try opened.project.promote(challenger.id, by: OpenProject.reviewer, why: why)
    return true
  }
}
