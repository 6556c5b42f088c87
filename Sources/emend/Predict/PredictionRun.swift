import EmendCore
import EmendFormats
import EmendInference
import EmendRaster
import EmendStore
import EmendTerminal
import Foundation

/// Predicts what a model version has not predicted yet, and ranks the queue again.
struct PredictionRun {
  let opened: OpenProject
  let model: ModelVersion
  let choice: ProviderChoice

  struct Outcome {
    var predicted = 0
    var objects = 0
    var failures: [String] = []
    var seconds = 0.0
    var isInterrupted = false
  }

  func run() throws -> Outcome {
    let file = try ModelFile(model, in: opened.project)
    let detector = try file.detector(opened, provider: choice.provider)
    let map = LabelMap(model: detector.card.labels, project: opened.labels)
    let settings = opened.predictionSettings(map)
    let stored =
      settings.fingerprint(family: detector.card.family) + ";labels=" + map.fingerprint
    let images = try opened.project.imagesToPredict(model.id, settings: stored, limit: .max)
    let predictor = Predictor(
      detector: detector, map: map, settings: settings,
      decoder: ImageDecoder(pixelLimit: opened.settings.images.pixelLimit),
      workers: choice.workers, batch: choice.batch)
    var ledger = PredictionLedger(project: opened.project, model: model.id, settings: stored)
    try predict(images, predictor, into: &ledger)
    try opened.rankQueue()
    return ledger.outcome
  }

  private func predict(
    _ images: [StoredImage], _ predictor: Predictor, into ledger: inout PredictionLedger
  ) throws {
    var progress = ProgressBar("predicting", total: images.count, unit: "images")
    let start = ContinuousClock.now
    try predictor.run(images.map { ImageFile($0, in: opened.project) }) { answers in
      try ledger.take(answers)
      progress.advance(by: answers.count)
      return Interrupt.wasAsked ? .stop : .goOn
    }
    try ledger.save()
    ledger.outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
    ledger.outcome.isInterrupted = Interrupt.wasAsked
  }
}

/// Counts what a predictor answers and brings it to the project file.
private struct PredictionLedger {
  let project: Project
  let model: ModelVersionID
  /// What the predictions are stored under.
  let settings: String
  var outcome = PredictionRun.Outcome()
  private var unsaved: [(image: ImageID, detections: [Detection])] = []
  private var lastSave = ContinuousClock.now

  /// Writes in transactions of at most this many images, so that a stop loses seconds of work.
  private static let part = 200

  init(project: Project, model: ModelVersionID, settings: String) {
    self.project = project
    self.model = model
    self.settings = settings
  }

  /// Takes answers and saves once a second, or when there are many.
  mutating func take(_ answers: [Predictor.Answer]) throws {
    for answer in answers {
      switch answer.result {
      case .success(let detections): unsaved.append((answer.image, detections))
      case .failure(let error): outcome.failures.append("\(error)")
      }
    }
    if unsaved.count >= Self.part || ContinuousClock.now - lastSave > .seconds(1) { try save() }
  }

  mutating func save() throws {
    guard !unsaved.isEmpty else { return }
    try project.save(predictions: unsaved, model: model, settings: settings)
    outcome.predicted += unsaved.count
    outcome.objects += unsaved.reduce(0) { $0 + $1.detections.count }
    unsaved = []
    lastSave = .now
  }
}

extension OpenProject {
  /// emend.yaml's thresholds in the numbers of the model's labels.
  fileprivate func predictionSettings(_ map: LabelMap) -> PredictionSettings {
    var scores: [LabelID: Double] = [:]
    for label in labels {
      guard let score = settings.predict.labelFloors[label.name],
        let number = map.modelLabel(of: label.id)
      else { continue }
      scores[number] = score
    }
    return PredictionSettings(
      scoreFloor: settings.predict.scoreFloor, labelScores: scores,
      overlapLimit: settings.predict.overlapLimit)
  }
}
