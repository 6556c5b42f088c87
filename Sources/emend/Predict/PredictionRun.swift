import EmendCore
import EmendInference
import EmendStore

/// Predicts what a model version has not predicted yet, and ranks the queue again.
struct PredictionRun {
  let opened: OpenProject
  let model: ModelVersion
  let choice: ProviderChoice
  var slices: SliceGrid?

  struct Outcome {
    var predicted = 0
    var objects = 0
    var failures: [String] = []
    var seconds = 0.0
    var isInterrupted = false
  }

  func run() throws -> Outcome {
    let plan = try PredictionPlan(opened, model, choice, slices: slices)
    var ledger = PredictionLedger(
      project: opened.project, model: model.id, settings: plan.fingerprint)
    let start = ContinuousClock.now
    do {
      try plan.predict(try plan.images()) { try ledger.take($0) }
    } catch {
      // What was answered before a backend broke down stays; its failure says more than this one's.
      try? ledger.save()
      throw error
    }
    try ledger.save()
    ledger.outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
    ledger.outcome.isInterrupted = Interrupt.wasAsked
    try opened.rankQueue()
    return ledger.outcome
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
  private var scores: [ImageID: Double] = [:]
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
      case .success(let detections):
        unsaved.append((answer.image, detections))
        scores[answer.image] = answer.score
      case .failure(let error): outcome.failures.append("\(error)")
      }
    }
    if unsaved.count >= Self.part || ContinuousClock.now - lastSave > .seconds(1) { try save() }
  }

  mutating func save() throws {
    guard !unsaved.isEmpty else { return }
    try project.save(
      predictions: unsaved, imageScores: scores, model: model, settings: settings)
    outcome.predicted += unsaved.count
    outcome.objects += unsaved.reduce(0) { $0 + $1.detections.count }
    (unsaved, scores) = ([], [:])
    lastSave = .now
  }
}
