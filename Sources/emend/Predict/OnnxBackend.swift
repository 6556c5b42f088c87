import EmendCore
import EmendFormats
import EmendInference
import EmendRaster
import EmendStore

/// A model file that runs in this process.
///
/// On a CPU the best was one session, one thread a run and one worker a core, without batches
/// (38 images/s of 1280 px on two cores, against 31 with two threads in one run; 2026-11).
struct OnnxBackend: Backend {
  let detector: Detector
  let decoder: ImageDecoder
  /// Where small objects are looked for besides; nil for the whole image alone.
  let slices: SliceGrid?
  let workers: Int
  let batch: Int

  var family: String { detector.card.family }
  var labels: [String] { detector.card.labels }
  var variant: String { slices?.fingerprint ?? "" }

  init(
    _ model: ModelVersion, in opened: OpenProject, on choice: ProviderChoice, slices: SliceGrid?
  ) throws {
    let file = try ModelFile(model, in: opened.project)
    detector = try file.detector(opened, provider: choice.provider)
    guard !detector.card.purpose.isHelp else {
      throw CommandFailure(
        "\(model.name) is a tool (\(detector.card.summary)), so it predicts nothing to review; "
          + "name another model by --model")
    }
    decoder = ImageDecoder(pixelLimit: opened.settings.images.pixelLimit)
    self.slices = slices
    (workers, batch) = (choice.workers, choice.batch)
  }

  func answer(_ sources: [ImageFile], _ settings: PredictionSettings) -> [ImageAnswer] {
    let images = sources.map { source in Result { try source.decode(with: decoder) } }
    // Those that failed are answered below, each with its error.
    let good = images.compactMap { try? $0.get() }
    let answers = Result { try answer(good, settings) }
    var place = 0
    return zip(sources, images).map { source, image in
      switch image {
      case .failure(let error): return ImageAnswer(image: source.image.id, result: .failure(error))
      case .success:
        defer { place += 1 }
        return ImageAnswer(image: source.image.id, result: answers.map { $0[place] })
      }
    }
  }

  private func answer(_ images: [PixelImage], _ settings: PredictionSettings) throws -> [Answer] {
    // What is said of an image as a whole cannot be put together from parts.
    guard let slices, detector.card.purpose.isOfObjects else {
      return try detector.answer(images, settings)
    }
    return try images.map { .objects(try detector.detect($0, in: slices, settings)) }
  }
}
