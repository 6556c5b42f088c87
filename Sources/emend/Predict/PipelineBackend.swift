import EmendCore
import EmendFormats
import EmendInference
import EmendRaster
import EmendStore

/// Registered models that work one after the other: what finds objects may be any backend, what
/// refines them runs in this process.
struct PipelineBackend: Backend {
  let family = PipelineVersion.family
  private let boxes: any Backend
  private let refiner: ObjectRefiner
  private let decoder: ImageDecoder

  var labels: [String] { refiner.labels?.card.labels ?? boxes.labels }
  var workers: Int { boxes.workers }
  var batch: Int { boxes.batch }
  var variant: String {
    ";boxes=\(boxes.family)\(boxes.variant)" + (refiner.labels?.card.questionFingerprint ?? "")
  }

  /// - Throws: ``CommandFailure`` or `InferenceError` where a model of it is gone, is another one
  ///   by now, or cannot be loaded.
  init(
    _ version: PipelineVersion, in opened: OpenProject, on choice: ProviderChoice,
    slices: SliceGrid?
  ) throws {
    func file(_ stage: PipelineVersion.Stage) throws -> ModelFile? {
      try version.models[stage].map { try ModelFile($0, in: opened.project) }
    }
    guard let model = version.models[.boxes] else {
      throw CommandFailure("\(version.name) names no model that finds boxes; register it again")
    }
    let masks = try file(.masks)
    refiner = try ObjectRefiner(
      masks: masks.map { file in
        try choice.first { provider in
          try file.segmenter(opened.settings, SessionSettings(provider: provider, threads: 1))
        }
      }, labels: file(.labels)?.detector(opened, on: choice))
    decoder = ImageDecoder(pixelLimit: opened.settings.images.pixelLimit)
    boxes = try opened.backend(of: model, on: choice, slices: slices)
  }

  /// An image on which nothing is found is not decoded again.
  func answer(_ sources: [ImageFile], _ settings: PredictionSettings) throws -> [ImageAnswer] {
    var found = settings
    // They are by the labels of the last model, and the first one's labels may be others.
    if refiner.labels != nil { found.labelScores = [:] }
    let answers = try boxes.answer(sources, found)
    let files = Dictionary(uniqueKeysWithValues: sources.map { ($0.image.id, $0) })
    return answers.map { answer in
      let result = Result {
        let objects = try answer.result.get().objects
        guard let file = files[answer.image], !objects.isEmpty else { return Answer.objects([]) }
        let image = try file.decode(with: decoder)
        return Answer.objects(try refiner.refined(objects, on: image, settings))
      }
      return ImageAnswer(image: answer.image, result: result)
    }
  }

  func close() { boxes.close() }
}
