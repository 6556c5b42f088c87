import EmendCore
import EmendFormats
import EmendInference
import EmendRaster
import EmendStore
import EmendTerminal

/// A loaded model, and what its predictions in a project are stored under.
struct PredictionPlan {
  let opened: OpenProject
  let model: ModelVersion
  let detector: Detector
  let choice: ProviderChoice
  private let map: LabelMap
  private let settings: PredictionSettings
  private let slices: SliceGrid?
  /// What predictions are stored under: all that another answer would come from.
  let fingerprint: String

  /// `slices` are for this run; else those of the settings.
  init(
    _ opened: OpenProject, _ model: ModelVersion, _ choice: ProviderChoice,
    slices: SliceGrid? = nil
  ) throws {
    let file = try ModelFile(model, in: opened.project)
    detector = try file.detector(opened, on: choice)
    map = LabelMap(model: detector.card.labels, project: opened.labels)
    settings = opened.predictionSettings(map)
    self.slices = slices ?? opened.settings.predict.slices
    fingerprint =
      settings.fingerprint(family: detector.card.family) + ";labels=" + map.fingerprint
      + (self.slices?.fingerprint ?? "")
    (self.opened, self.model, self.choice) = (opened, model, choice)
  }

  /// Images without predictions of this plan.
  func images() throws -> [StoredImage] {
    try opened.project.imagesToPredict(model.id, settings: fingerprint, limit: .max)
  }

  /// Predicts images under a progress bar until all are done or ctrl+c is pressed; `receive` gets
  /// the answers on this thread.
  func predict(
    _ images: [StoredImage], receive: ([Predictor.Answer]) throws -> Void
  ) throws {
    let predictor = Predictor(
      detector: detector, map: map, settings: settings,
      decoder: ImageDecoder(pixelLimit: opened.settings.images.pixelLimit),
      slices: slices, workers: choice.workers, batch: choice.batch(on: detector.provider))
    var progress = ProgressBar("predicting", total: images.count, unit: "images")
    try predictor.run(images.map { ImageFile($0, in: opened.project) }) { answers in
      try receive(answers)
      progress.advance(by: answers.count)
      return Interrupt.wasAsked ? .stop : .goOn
    }
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

extension PredictSettings {
  /// Where small objects are looked for besides the whole image; nil for nowhere.
  var slices: SliceGrid? {
    slice > 0 ? SliceGrid(side: slice, overlap: sliceOverlap) : nil
  }
}
