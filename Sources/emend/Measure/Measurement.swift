import EmendCore
import EmendFormats
import EmendInference
import EmendLearning
import EmendStore
import EmendTerminal
import Foundation

/// What a model version says of images whose truth is known.
struct Measurement {
  let opened: OpenProject
  let images: [TruthImage]

  /// COCO's measures look at every detection, so nearly all are kept.
  private static let scoreFloor = 0.001

  /// Runs the model over the images.
  ///
  /// - Throws: what stops the model, or the first image that cannot be read: a measure that left
  ///   images out would compare with none.
  func run(_ version: ModelVersion, on choice: ProviderChoice) throws -> [EvaluatedImage] {
    let backend = try opened.backend(of: version, on: choice)
    let predictor = Predictor(
      backend: backend, map: LabelMap(model: backend.labels, project: opened.labels),
      settings: PredictionSettings(
        scoreFloor: Self.scoreFloor, overlapLimit: opened.settings.predict.overlapLimit))
    var detections: [ImageID: [Detection]] = [:]
    var progress = ProgressBar("measuring \(version.name)", total: images.count, unit: "images")
    let sources = images.map { ImageFile($0.image, in: opened.project) }
    try predictor.run(sources) { answers in
      for answer in answers { detections[answer.image] = try answer.result.get() }
      progress.advance(by: answers.count)
      return Interrupt.wasAsked ? .stop : .goOn
    }
    if Interrupt.wasAsked { throw CommandFailure("stopped; nothing was measured") }
    return images.map { truth in
      EvaluatedImage(
        truths: truth.objects.map {
          EvaluatedTruth(label: $0.label, shape: $0.shape, isCrowd: $0.isCrowd)
        },
        detections: (detections[truth.image.id] ?? []).map(ScoredShape.init))
    }
  }
}

extension Evaluation {
  /// What the project file keeps of it.
  func measures(snapshot: Int?) -> Measures {
    Measures(
      map50: meanAveragePrecision50 ?? 0, map50to95: meanAveragePrecision50to95 ?? 0,
      images: imageCount, snapshot: snapshot)
  }
}
