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
  private let lines: LineReader?
  private let generator: TextGenerator?
  private let idle = Mutex<[DetectorWorker]>([])

  /// Loads the model file at `path`.
  ///
  /// - Parameters:
  ///   - runtime: shared by all models.
  ///   - path: an ONNX file.
  ///   - texts: what lies beside the file or was said on the command line, by ``ModelTexts/names``.
  ///   - companions: the paths of what else belongs to the model.
  ///   - prompts: what it is asked for, where it takes texts.
  ///   - settings: how it runs.
  /// - Throws: ``InferenceError`` of code `modelUnreadable`, `modelUnsupported` or
  ///   `providerUnavailable`.
  public init(
    _ runtime: OnnxRuntime, path: String, texts: [String: String] = [:],
    companions: [Companion: String] = [:], prompts: LabelPrompts = LabelPrompts(),
    settings: SessionSettings = SessionSettings()
  ) throws(InferenceError) {
    session = try OnnxSession(runtime, path: path, settings: settings)
    var card = try ModelCard(
      of: session, file: path, texts: texts, companions: companions, prompts: prompts)
    if let tower = companions[.text] { try card.readTexts(runtime, tower, settings) }
    self.card = card
    file = path
    provider = settings.provider
    do {
      cancellation = try RunCancellation(runtime)
    } catch {
      throw InferenceError(.runtimeUnusable, "\(runtime.path) cannot run models", cause: error)
    }
    lines = try LineReader(runtime, card, companions, settings, cancellation)
    let outputs = session.outputs
    let width = card.outputs.first.flatMap { outputs[$0].shape.last ?? nil }
    generator = try TextGenerator(
      runtime, card, companions, width: width, settings, cancellation)
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
    try answer(images.map { SeenImage($0) }, settings)
  }

  /// What the model says of each of some images, which may have been decoded smaller.
  ///
  /// - Returns: answers whose shapes are on images of ``SeenImage/size``.
  /// - Throws: ``InferenceError`` of code `runFailed` or `cancelled`.
  public func answer(
    _ images: [SeenImage], _ settings: PredictionSettings = PredictionSettings()
  ) throws(InferenceError) -> [Answer] {
    try run { worker throws(InferenceError) in
      try read(worker.answer(images, settings), on: images.map(\.pixels), settings)
    }
  }

  /// What an image may be decoded to, so that the model still sees no fewer pixels than it takes.
  ///
  /// - Returns: the size at which the image lies in the model's input; nil where text is read in
  ///   the image itself afterwards, so that all of its pixels are needed.
  public func leastSize(for imageSize: ImageSize) -> ImageSize? {
    lines == nil ? card.placement(of: imageSize).contentSize : nil
  }

  /// The same answers with what is written on the images, of a model that comes with a reader.
  private func read(
    _ answers: [Answer], on images: [PixelImage?], _ settings: PredictionSettings
  ) throws(InferenceError) -> [Answer] {
    guard let lines else { return answers }
    var read: [Answer] = []
    for (answer, image) in zip(answers, images) {
      guard let image, case .objects(let objects) = answer else {
        read.append(answer)
        continue
      }
      let texts = try lines.read(objects, on: image)
      read.append(.objects(texts.best(settings, labelCount: card.labels.count)))
    }
    return read
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
  public func prepare(_ image: SeenImage) throws(InferenceError) -> PreparedImage {
    let worker = try borrowWorker()
    defer { idle.withLock { $0.append(worker) } }
    var prepared = worker.prepare(image)
    if lines != nil { prepared.image = image.pixels }
    return prepared
  }

  /// What the model says of each of some images that it prepared.
  ///
  /// - Throws: ``InferenceError`` of code `runFailed` or `cancelled`.
  public func answer(
    _ images: [PreparedImage], _ settings: PredictionSettings = PredictionSettings()
  ) throws(InferenceError) -> [Answer] {
    try run { worker throws(InferenceError) in
      try read(worker.answer(images, settings), on: images.map(\.image), settings)
    }
  }

  /// The labels of an image or a part of it, best first, of a model that labels whole images.
  ///
  /// - Parameters:
  ///   - image: decoded and upright.
  ///   - part: in pixels of the image; its corners are rounded as Pillow's `crop` does.
  /// - Returns: all labels of the model.
  /// - Throws: ``InferenceError`` of code `runFailed` or `cancelled`, or `modelUnsupported` where
  ///   the model finds objects.
  public func labels(
    of image: PixelImage, in part: Box? = nil
  ) throws(InferenceError) -> [ScoredLabel] {
    let seen = part.map { image.part(in: $0) } ?? image
    guard case .labels(let labels)? = try answer([seen]).first else {
      throw InferenceError(
        .modelUnsupported,
        "\(file): \(card.summary), and labels of whole images are asked for; take a classifier")
    }
    return labels
  }

  /// Stops all runs, now and later, from any thread; they throw the code `cancelled`.
  public func cancel() {
    cancellation.cancel()
    lines?.model.cancel()
  }

  private func borrowWorker() throws(InferenceError) -> DetectorWorker {
    if let worker = idle.withLock({ $0.popLast() }) { return worker }
    guard let family = ModelFamilies.named(card.family) else {
      throw InferenceError(.modelUnsupported, "\(file): there is no family \(card.family)")
    }
    return try DetectorWorker(
      session: session, card: card, file: file, cancellation: cancellation,
      reader: generator.map { family.reader(for: card, $0) } ?? family.reader(for: card))
  }
}

extension PixelImage {
  /// A copy of what lies in a box, one pixel at least; its corners are rounded as Pillow's `crop`
  /// does.
  public func part(in box: Box) -> PixelImage { part(box.pixels(of: self)) }
}

extension Box {
  /// The pixels of an image that it covers, one at least.
  fileprivate func pixels(of image: PixelImage) -> PixelArea {
    func range(_ low: Double, _ high: Double, _ count: Int) -> Range<Int> {
      let first = Int(min(max(low.rounded(.toNearestOrEven), 0), Double(count - 1)))
      let end = Int(min(max(high.rounded(.toNearestOrEven), 0), Double(count)))
      return first..<max(first + 1, end)
    }
    return PixelArea(columns: range(x, maxX, image.width), rows: range(y, maxY, image.height))
  }
}
