import Dispatch
import EmendCore
import EmendInference
import EmendStore
import EmendTerminal
import Synchronization

/// Asks a backend for images: workers wait for answers, the caller's thread writes.
struct Predictor: Sendable {
  let backend: any Backend
  let map: LabelMap
  let settings: PredictionSettings

  /// What came of one image, in the project's labels.
  struct Answer: Sendable {
    var image: ImageID
    var result: Result<[Detection], any Error>
    /// How unusual the image is, `0...1`, where the model says so.
    var score: Double?
  }

  enum Continuation {
    case goOn
    case stop
  }

  /// Predicts every image; `receive` gets the answers on the calling thread, in the order in which
  /// they were made, and may stop the run.
  ///
  /// - Throws: what `receive` throws, and what ends the backend's work, once the answers that were
  ///   made before it are received.
  func run(_ sources: [ImageFile], receive: ([Answer]) throws -> Continuation) throws {
    let desk = Desk(sources: sources, batch: backend.batch, workers: backend.workers)
    let threads = (0..<backend.workers).map { number in
      Worker(name: "predict \(number)") {
        while let part = desk.take() {
          let answers = Result { try answer(part) }
          if case .failure = answers { desk.stop() }
          desk.hand(in: answers)
        }
        desk.leave()
      }
    }
    defer {
      desk.stop()
      for thread in threads { thread.join() }
      backend.close()
    }
    var failure: (any Error)?
    while let part = desk.next() {
      switch part {
      case .success(let answers): if try receive(answers) == .stop { desk.stop() }
      case .failure(let error): failure = failure ?? error
      }
    }
    if let failure { throw failure }
  }

  private func answer(_ sources: [ImageFile]) throws -> [Answer] {
    let sizes = Dictionary(
      sources.map { ($0.image.id, $0.image.size) }, uniquingKeysWith: { first, _ in first })
    return try backend.answer(sources, settings).map { answer in
      let result = answer.result.map { said in
        sizes[answer.image].map { map.translate(said, of: $0) } ?? []
      }
      var score: Double?
      if case .success(.anomaly(let value, _)) = answer.result { score = value }
      return Answer(image: answer.image, result: result, score: score)
    }
  }
}

/// Where workers take their part of the images and leave their answers.
private final class Desk: Sendable {
  typealias Part = Result<[Predictor.Answer], any Error>

  private let answers = Mailbox<Part>()
  /// How many more parts may wait; workers wait where the writer is slower than they are.
  private let room = DispatchSemaphore(value: 0)
  private let sources: [ImageFile]
  private let batch: Int
  private let workers: Int
  private let place = Atomic<Int>(0)
  private let isStopped = Atomic<Bool>(false)
  private let present: Atomic<Int>

  init(sources: [ImageFile], batch: Int, workers: Int) {
    self.sources = sources
    self.batch = batch
    self.workers = workers
    present = Atomic(workers)
    // Counted up from 0: a semaphore that ends below its first number ends the process.
    for _ in 0..<(2 * workers) { room.signal() }
  }

  /// Waits for room, and leaves a part for the writer.
  func hand(in part: Part) {
    room.wait()
    answers.post(part)
  }

  /// The oldest part that waits; nil when the last worker has left.
  func next() -> Part? {
    guard let part = answers.next() else { return nil }
    room.signal()
    return part
  }

  /// The next part; nil when none is left or the run was stopped.
  func take() -> [ImageFile]? {
    guard !isStopped.load(ordering: .relaxed) else { return nil }
    let first = place.add(batch, ordering: .relaxed).oldValue
    guard first < sources.count else { return nil }
    return Array(sources[first..<min(first + batch, sources.count)])
  }

  /// The last worker to leave ends the run.
  func leave() {
    if present.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { answers.close() }
  }

  /// Each worker hands in the part it is at, for which there is room, and leaves.
  func stop() {
    guard !isStopped.exchange(true, ordering: .relaxed) else { return }
    for _ in 0..<workers { room.signal() }
  }
}
