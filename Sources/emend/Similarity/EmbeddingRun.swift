import EmendCore
import EmendStore
import EmendTerminal
import Synchronization

/// Makes the vectors that a model has not made yet.
struct EmbeddingRun {
  let opened: OpenProject
  let embedder: Embedder
  let parts: [Project.EmbeddedPart]

  struct Outcome {
    var images = 0
    var vectors = 0
    var failures: [String] = []
    var seconds = 0.0
    var isInterrupted = false
  }

  /// Goes on where it was stopped.
  func run() throws -> Outcome {
    var outcome = Outcome()
    let start = ContinuousClock.now
    for part in parts where !Interrupt.wasAsked { try embed(part, into: &outcome) }
    outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
    outcome.isInterrupted = Interrupt.wasAsked
    return outcome
  }

  private func embed(_ part: Project.EmbeddedPart, into outcome: inout Outcome) throws {
    let digest = embedder.model.sha256
    let left = try opened.project.toEmbed(part, model: digest).map { image, boxes in
      (file: ImageFile(image, in: opened.project), boxes: boxes)
    }
    var unsaved: [StoredEmbedding] = []
    var lastSave = ContinuousClock.now
    func save() throws {
      try opened.project.save(embeddings: unsaved, model: digest)
      outcome.vectors += unsaved.count
      (unsaved, lastSave) = ([], .now)
    }
    var progress = ProgressBar(
      part == .images ? "embedding images" : "embedding objects", total: left.count, unit: "images")
    try EmbeddingDesk(embedder, left).run { results in
      for result in results {
        switch result {
        case .success(let vectors):
          unsaved += vectors
          outcome.images += 1
        case .failure(let error): outcome.failures.append("\(error)")
        }
      }
      progress.advance(by: results.count)
      // A stop loses a second of work.
      if ContinuousClock.now - lastSave > .seconds(1) { try save() }
    }
    try save()
  }
}

/// Where workers take images and leave vectors.
private final class EmbeddingDesk: Sendable {
  typealias Part = (file: ImageFile, boxes: [Box])

  private let embedder: Embedder
  private let parts: [Part]
  private let next = Atomic<Int>(0)
  private let present: Atomic<Int>
  private let isStopped = Atomic<Bool>(false)
  private let answers = Mailbox<[Result<[StoredEmbedding], any Error>]>()

  init(_ embedder: Embedder, _ parts: [Part]) {
    (self.embedder, self.parts) = (embedder, parts)
    present = Atomic(embedder.workers)
  }

  /// Embeds until all is done or ctrl+c is pressed; `receive` gets the answers on this thread.
  func run(receive: ([Result<[StoredEmbedding], any Error>]) throws -> Void) throws {
    let threads = (0..<embedder.workers).map { number in
      Worker(name: "embed \(number)") { self.work() }
    }
    defer {
      isStopped.store(true, ordering: .relaxed)
      for thread in threads { thread.join() }
    }
    while let part = answers.next() { try receive(part) }
  }

  private func work() {
    let batch = embedder.batch
    while !Interrupt.wasAsked, !isStopped.load(ordering: .relaxed) {
      let first = next.add(batch, ordering: .relaxed).oldValue
      guard first < parts.count else { break }
      answers.post(embedder.vectors(of: Array(parts[first..<min(first + batch, parts.count)])))
    }
    // The last one to leave ends the run.
    if present.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { answers.close() }
  }
}
