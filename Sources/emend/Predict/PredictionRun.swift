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

  /// Writes in transactions of at most this many images, so that a stop loses seconds of work.
  private static let part = 200

  func run(label: String = "predicting") throws -> Outcome {
    let file = try ModelFile(model, in: opened.project)
    let detector = try file.detector(opened, provider: choice.provider)
    let map = LabelMap(model: detector.card.labels, project: opened.labels)
    let settings = opened.predictionSettings(map)
    let stored = settings.fingerprint + ";labels=" + map.fingerprint
    let images = try opened.project.imagesToPredict(model.id, settings: stored, limit: .max)
    let predictor = Predictor(
      detector: detector, map: map, settings: settings,
      decoder: ImageDecoder(pixelLimit: opened.settings.images.pixelLimit),
      workers: choice.workers, batch: choice.batch)
    let outcome = try predict(images, predictor, stored, label)
    try opened.project.rank(opened.settings.queue, model: try opened.project.champion()?.id)
    return outcome
  }

  private func predict(
    _ images: [StoredImage], _ predictor: Predictor, _ settings: String, _ label: String
  ) throws -> Outcome {
    var outcome = Outcome()
    var unsaved: [(image: ImageID, detections: [Detection])] = []
    var progress = ProgressBar(label, total: images.count, unit: "images")
    let sources = images.map { ImageFile($0, in: opened.project) }
    let start = ContinuousClock.now
    var lastSave = start
    func save() throws {
      guard !unsaved.isEmpty else { return }
      try opened.project.save(predictions: unsaved, model: model.id, settings: settings)
      outcome.predicted += unsaved.count
      outcome.objects += unsaved.reduce(0) { $0 + $1.detections.count }
      unsaved = []
      lastSave = .now
    }
    try predictor.run(sources) { answers in
      for answer in answers {
        switch answer.result {
        case .success(let detections): unsaved.append((answer.image, detections))
        case .failure(let error): outcome.failures.append("\(error)")
        }
      }
      progress.advance(by: answers.count)
      if unsaved.count >= Self.part || ContinuousClock.now - lastSave > .seconds(1) { try save() }
      return Interrupt.wasAsked ? .stop : .goOn
    }
    try save()
    outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
    outcome.isInterrupted = Interrupt.wasAsked
    return outcome
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
