public import EmendCore
public import EmendRaster
import Synchronization

/// A loaded model that says something of images.
///
/// Several threads may use one detector; each run borrows a worker, which owns the memory of a
/// run, and a new worker is made when all are taken. On the CPU, load with one thread a run and
/// use as many threads as there are cores: that is faster than one thread with all cores.
public final class Detector: Sendable {
  /// What the model takes and gives.
  public let card: ModelCard
  /// The path of the model.
  public let file: String
  /// What it runs on.
  public let provider: Provider
  private let session: OnnxSession
  private let cancellation: RunCancellation
  private let idle = Mutex<[DetectorWorker]>([])

  /// Loads the model file at `path`.
  ///
  /// - Parameters:
  ///   - runtime: shared by all models.
  ///   - path: an ONNX file.
  ///   - texts: what lies beside the file or was said on the command line, by ``ModelTexts/names``.
  ///   - settings: how it runs.
  /// - Throws: ``InferenceError`` of code `modelUnreadable`, `modelUnsupported` or
  ///   `providerUnavailable`.
  public init(
    _ runtime: OnnxRuntime, path: String, texts: [String: String] = [:],
    settings: SessionSettings = SessionSettings()
  ) throws(InferenceError) {
    session = try OnnxSession(runtime, path: path, settings: settings)
    card = try ModelCard(of: session, file: path, texts: texts)
    file = path
    provider = settings.provider
    do {
      cancellation = try RunCancellation(runtime)
    } catch {
      throw InferenceError(.runtimeUnusable, "\(runtime.path) cannot run models", cause: error)
    }
  }

  /// The objects on one image, best first.
  ///
  /// - Throws: ``InferenceError`` of code `runFailed` or `cancelled`.
  public func detect(
    _ image: PixelImage, _ settings: PredictionSettings = PredictionSettings()
  ) throws(InferenceError) -> [Detection] {
    try detect([image], settings)[0]
  }

  /// The objects on each of some images, best first; none of a model that finds no objects.
  ///
  /// - Throws: ``InferenceError`` of code `runFailed` or `cancelled`.
  public func detect(
    _ images: [PixelImage], _ settings: PredictionSettings = PredictionSettings()
  ) throws(InferenceError) -> [[Detection]] {
    try answer(images, settings).map(\.objects)
  }

  /// What the model says of each of some images.
  ///
  /// The answers do not depend on which images come together. Batches are faster on a GPU and
  /// slower on a CPU; see ``Provider/prefersBatches``.
  /// - Throws: ``InferenceError`` of code `runFailed` or `cancelled`.
  public func answer(
    _ images: [PixelImage], _ settings: PredictionSettings = PredictionSettings()
  ) throws(InferenceError) -> [Answer] {
    try run { worker throws(InferenceError) in try worker.answer(images, settings) }
  }

  private func run(
    _ ask: (DetectorWorker) throws(InferenceError) -> [Answer]
  ) throws(InferenceError) -> [Answer] {
    let worker = try borrowWorker()
    defer { idle.withLock { $0.append(worker) } }
    do {
      return try ask(worker)
    } catch {
      guard !cancellation.isCancelled else {
        throw InferenceError(.cancelled, "\(file): the run was cancelled")
      }
      throw error
    }
  }

  /// An image as the model takes it, so that its pixels need not be kept until a batch is full.
  ///
  /// - Throws: ``InferenceError`` of code `runFailed` when there is no memory for it.
  public func prepare(_ image: PixelImage) throws(InferenceError) -> PreparedImage {
    let worker = try borrowWorker()
    defer { idle.withLock { $0.append(worker) } }
    return worker.prepare(image)
  }

  /// What the model says of each of some images that it prepared.
  ///
  /// - Throws: ``InferenceError`` of code `runFailed` or `cancelled`.
  public func answer(
    _ images: [PreparedImage], _ settings: PredictionSettings = PredictionSettings()
  ) throws(InferenceError) -> [Answer] {
    try run { worker throws(InferenceError) in try worker.answer(images, settings) }
  }

  /// Stops all runs, now and later, from any thread; they throw the code `cancelled`.
  public func cancel() { cancellation.cancel() }

  private func borrowWorker() throws(InferenceError) -> DetectorWorker {
    if let worker = idle.withLock({ $0.popLast() }) { return worker }
    return try DetectorWorker(session: session, card: card, file: file, cancellation: cancellation)
  }
}
