import EmendCore
import EmendInference
import EmendStore
import EmendTerminal
import Synchronization

/// What the thread of the model that answers masks is asked to do.
enum SegmentRequest: Sendable {
  /// Read the image that is shown now.
  case open(ImageFile)
  /// Read the image that will most likely come next, when there is nothing else to do.
  case prepare(ImageFile)
  case ask(MaskQuestion)
}

/// The way to the thread of the model that answers masks.
///
/// Reading an image takes a second or more, so a request that makes it worthless breaks it off.
final class SegmentMail: Sendable {
  private let requests = Mailbox<SegmentRequest>()
  /// What the thread reads just now, and how that is stopped: beside the mailbox the only thing
  /// that threads share here, because ONNX Runtime stops a run only when another thread says so.
  private let reading = Mutex<(image: ImageID, run: PromptedRun)?>(nil)

  func post(_ request: SegmentRequest) {
    guard requests.post(request) else { return }
    switch request {
    case .open(let file): stopReading(otherThan: file.image.id)
    case .ask(let question): stopReading(otherThan: question.image)
    case .prepare: break
    }
  }

  /// Refuses further requests and stops what is under way.
  func close() {
    requests.close()
    stopReading(otherThan: nil)
  }

  private func stopReading(otherThan image: ImageID?) {
    reading.withLock { if let reading = $0, reading.image != image { reading.run.cancel() } }
  }

  // MARK: - The thread's side

  var isClosed: Bool { requests.isClosed }

  /// All that was asked for, waiting for the first; nil at the end.
  func next() -> [SegmentRequest]? { requests.next().map { [$0] + requests.drain() } }

  func drain() -> [SegmentRequest] { requests.drain() }

  /// Calls `body` unless something else was asked for meanwhile; nil then.
  func read<Value>(_ image: ImageID, _ run: PromptedRun, _ body: () throws -> Value) rethrows
    -> Value?
  {
    reading.withLock { $0 = (image, run) }
    defer { reading.withLock { $0 = nil } }
    // A request that was posted before the line above stopped nothing.
    guard requests.isEmpty, !requests.isClosed else { return nil }
    return try body()
  }
}
