import EmendCore
import EmendFormats
import EmendInference
import EmendRaster
import EmendStore
import Synchronization

/// A model file that runs in this process.
///
/// On a CPU the best was one session, one thread a run and one worker a core, without batches
/// (38 images/s of 1280 px on two cores, against 31 with two threads in one run; 2026-11).
///
/// On a GPU the workers decode and prepare, and take turns at running a batch.
struct OnnxBackend: Backend {
  let detector: Detector
  let decoder: ImageDecoder
  /// Where small objects are looked for besides; nil for the whole image alone.
  let slices: SliceGrid?
  /// How much of a JPEG is decoded; slices need all of it.
  private let decoding: PredictSettings.Decoding
  let workers: Int
  let batch: Int
  /// One batch at a time is on the device, while the other workers decode theirs.
  private let gate = Gate()

  var family: String { detector.card.family }
  var labels: [String] { detector.card.labels }
  var variant: String {
    let asked = detector.card.isAsked ? ";text=\(textFloor)" : ""
    return asked + detector.card.questionFingerprint + (slices?.fingerprint ?? "")
      + (decoding == .full ? "" : ";decoding=\(decoding.rawValue)")
  }
  /// What the phrase of a box must score more than, where phrases are asked for.
  private let textFloor: Double

  init(
    _ model: ModelVersion, in opened: OpenProject, on choice: ProviderChoice, slices: SliceGrid?
  ) throws {
    let file = try ModelFile(model, in: opened.project)
    detector = try file.detector(opened, on: choice)
    guard !detector.card.purpose.isTool else {
      throw CommandFailure(
        "\(model.name) is a tool (\(detector.card.summary)), so it predicts nothing to review; "
          + "name another model by --model")
    }
    decoder = ImageDecoder(pixelLimit: opened.settings.images.pixelLimit)
    self.slices = slices
    textFloor = opened.settings.predict.textFloor
    // The squares of one image are many runs already.
    let isSliced = slices != nil
    decoding = isSliced ? .full : opened.settings.predict.decoding
    (workers, batch) = (choice.workers, isSliced ? 1 : choice.batch(on: detector.provider))
  }

  func answer(_ sources: [ImageFile], _ settings: PredictionSettings) -> [ImageAnswer] {
    var settings = settings
    settings.textFloor = textFloor
    return answer(sources, with: settings)
  }

  private func answer(
    _ sources: [ImageFile], with settings: PredictionSettings
  ) -> [ImageAnswer] {
    guard batch > 1 else {
      return answer(sources, prepare: { $0 }, ask: { try answer($0, settings) })
    }
    return answer(
      sources, prepare: detector.prepare,
      ask: { images in
        try gate.lock.withLock { _ in try detector.answer(images, settings) }
      })
  }

  /// Of a batch only what the model takes is kept: 16 images of 12 megapixels are 600 MB of
  /// pixels, and 80 MB as a model of 640 pixels takes them.
  private func answer<Prepared>(
    _ sources: [ImageFile], prepare: (SeenImage) throws -> Prepared,
    ask: ([Prepared]) throws -> [Answer]
  ) -> [ImageAnswer] {
    let images = sources.map { source in
      Result { try prepare(seen(source)) }
    }
    // Those that failed are answered below, each with its error.
    let good = images.compactMap { try? $0.get() }
    let answers = Result { try ask(good) }
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

  private func seen(_ source: ImageFile) throws -> SeenImage {
    let size = source.image.size
    let least = decoding == .scaled ? detector.leastSize(for: size) : nil
    return SeenImage(try source.decode(with: decoder, atLeast: least), of: size)
  }

  private func answer(_ images: [SeenImage], _ settings: PredictionSettings) throws -> [Answer] {
    // What is said of an image as a whole cannot be put together from parts.
    guard let slices, detector.card.purpose.isOfObjects else {
      return try detector.answer(images, settings)
    }
    return try images.map { .objects(try detector.detect($0.pixels, in: slices, settings)) }
  }
}

/// A lock that copies of a backend share.
private final class Gate: Sendable {
  let lock = Mutex(())
}
