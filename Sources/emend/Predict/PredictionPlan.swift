import EmendCore
import EmendFormats
import EmendInference
import EmendStore
import EmendTerminal

/// What answers images, and what its predictions in a project are stored under.
struct PredictionPlan {
  let opened: OpenProject
  let model: ModelVersion
  let backend: any Backend
  private let map: LabelMap
  private let settings: PredictionSettings
  /// What predictions are stored under: all that another answer would come from.
  let fingerprint: String

  /// `slices` are for this run; else those of the settings.
  init(
    _ opened: OpenProject, _ model: ModelVersion, _ choice: ProviderChoice,
    slices: SliceGrid? = nil
  ) throws {
    backend = try opened.backend(of: model, on: choice, slices: slices)
    map = LabelMap(model: backend.labels, project: opened.labels)
    settings = opened.predictionSettings(map)
    fingerprint =
      settings.fingerprint(family: backend.family) + ";labels=" + map.fingerprint + backend.variant
    (self.opened, self.model) = (opened, model)
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
    let predictor = Predictor(backend: backend, map: map, settings: settings)
    var progress = ProgressBar("predicting", total: images.count, unit: "images")
    try predictor.run(images.map { ImageFile($0, in: opened.project) }) { answers in
      try receive(answers)
      progress.advance(by: answers.count)
      return Interrupt.wasAsked ? .stop : .goOn
    }
  }
}

extension OpenProject {
  /// What answers images for a model version; `slices` are emend.yaml's where none are given.
  func backend(
    of model: ModelVersion, on choice: ProviderChoice, slices: SliceGrid? = nil
  ) throws -> any Backend {
    let slices = slices ?? settings.predict.slices
    if let pipeline = try PipelineVersion(model, among: project.modelVersions()) {
      return try PipelineBackend(pipeline, in: self, on: choice, slices: slices)
    }
    return switch model.backend?.kind {
    case .worker(let program): try WorkerBackend(model, program, in: self)
    case .labelStudio(let server): try LabelStudioBackend(model, server, in: self)
    case nil: try OnnxBackend(model, in: self, on: choice, slices: slices)
    }
  }

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
