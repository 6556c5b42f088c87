import EmendCore
import EmendInference
import EmendRaster
import EmendStore
import EmendTerminal
import Synchronization

/// Runs one model over images: workers decode and infer, the caller's thread writes.
///
/// On a CPU the best was one session, one thread a run and one worker a core, without batches
/// (38 images/s of 1280 px on two cores, against 31 with two threads in one run; 2026-11).
struct Predictor: Sendable {
  let detector: Detector
  let map: LabelMap
  let settings: PredictionSettings
  let decoder: ImageDecoder
  /// Where small objects are looked for besides; nil for the whole image alone.
  var slices: SliceGrid?
  /// Threads that decode and infer.
  let workers: Int
  /// Images in one run of the model.
  let batch: Int

  /// What came of one image.
  struct Answer: Sendable {
    var image: ImageID
    var result: Result<[Detection], any Error>
  }

  enum Continuation {
    case goOn
    case stop
  }

  /// Predicts every image; `receive` gets the answers on the calling thread, in the order in which
  /// they were made, and may stop the run.
  func run(_ sources: [ImageFile], receive: ([Answer]) throws -> Continuation) throws {
    let desk = Desk(sources: sources, batch: batch, workers: workers)
    let threads = (0..<workers).map { number in
      Worker(name: "predict \(number)") {
        while let part = desk.take() { desk.answers.post(answer(part)) }
        desk.leave()
      }
    }
    defer {
      desk.stop()
      for thread in threads { thread.join() }
    }
    while let part = desk.answers.next() {
      if try receive(part) == .stop { desk.stop() }
    }
  }

  private func answer(_ sources: [ImageFile]) -> [Answer] {
    let images = sources.map { source in Result { try source.decode(with: decoder) } }
    // Those that failed are answered below, each with its error.
    let good = images.compactMap { try? $0.get() }
    let detections = Result { try detect(good) }
    var place = 0
    return zip(sources, images).map { source, image in
      switch image {
      case .failure(let error): return Answer(image: source.image.id, result: .failure(error))
      case .success:
        defer { place += 1 }
        let found = detections.map { $0[place].compactMap(map.translate) }
        return Answer(image: source.image.id, result: found)
      }
    }
  }

  private func detect(_ images: [PixelImage]) throws -> [[Detection]] {
    guard let slices else { return try detector.detect(images, settings) }
    return try images.map { try detector.detect($0, in: slices, settings) }
  }
}

/// Where workers take their part of the images and leave their answers.
private final class Desk: Sendable {
  let answers = Mailbox<[Predictor.Answer]>()
  private let sources: [ImageFile]
  private let batch: Int
  private let next = Atomic<Int>(0)
  private let isStopped = Atomic<Bool>(false)
  private let present: Atomic<Int>

  init(sources: [ImageFile], batch: Int, workers: Int) {
    self.sources = sources
    self.batch = batch
    present = Atomic(workers)
  }

  /// The next part; nil when none is left or the run was stopped.
  func take() -> [ImageFile]? {
    guard !isStopped.load(ordering: .relaxed) else { return nil }
    let first = next.add(batch, ordering: .relaxed).oldValue
    guard first < sources.count else { return nil }
    return Array(sources[first..<min(first + batch, sources.count)])
  }

  /// The last worker to leave ends the run.
  func leave() {
    if present.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { answers.close() }
  }

  func stop() { isStopped.store(true, ordering: .relaxed) }
}
