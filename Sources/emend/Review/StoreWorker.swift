import EmendCore
import EmendStore
import EmendTerminal

/// What the store's thread is asked to do, in order.
enum StoreRequest: Sendable {
  /// Go to where the reviewer was, or to the head of the queue.
  case start(Bookmark?)
  case effect(Effect)
  /// Look which image will most likely come next, so that it can be decoded ahead.
  /// Find out which images may be opened after this one.
  case lookAhead(from: ImageID)
}

/// Carries out a review's effects on the project file, on a thread of its own.
///
/// Requests are handled in order, so a decision is on disk before the next image opens.
final class StoreWorker {
  let requests = Mailbox<StoreRequest>()
  private let worker: Worker

  /// - Parameters:
  ///   - project: used by this thread alone from now on.
  ///   - reviewer: whose decisions, leases and bookmark these are.
  ///   - session: names this review in the log.
  ///   - answers: where the messages for the session go.
  ///   - pictures: told the path of each image before the session hears of it.
  ///   - masks: told it too, where there is a model that answers masks.
  init(
    project: Project, reviewer: String, session: String, answers: Mailbox<Message>,
    pictures: Mailbox<PictureRequest>, masks: SegmentMail?
  ) {
    let clerk = Clerk(
      project: project, reviewer: reviewer, session: session, answers: answers,
      pictures: pictures, masks: masks)
    let requests = requests
    worker = Worker(name: "store") {
      while let request = requests.next() { clerk.carryOut(request) }
      clerk.close()
    }
  }

  /// Finishes what was asked for and ends the thread.
  func stop() {
    requests.close()
    worker.join()
  }
}

/// The store thread's own side.
private struct Clerk: Sendable {
  let project: Project
  let reviewer: String
  let session: String
  let answers: Mailbox<Message>
  let pictures: Mailbox<PictureRequest>
  let masks: SegmentMail?

  func carryOut(_ request: StoreRequest) {
    switch request {
    case .start(let bookmark): start(at: bookmark)
    case .effect(.commit(let step)): commit(step)
    case .effect(.open(let destination)): open(destination)
    case .effect(.undo):
      undo("taken back") { newID in
        try project.undo(reviewer: reviewer, session: session, now: .now, newID: newID)
      }
    case .effect(.redo):
      undo("brought back") { newID in
        try project.redo(reviewer: reviewer, session: session, now: .now, newID: newID)
      }
    case .effect(.bookmark(let bookmark)): save(bookmark)
    case .effect(.redraw), .effect(.suspend), .effect(.quit), .effect(.askMasks): break
    case .lookAhead(let image): lookAhead(from: image)
    }
  }

  /// What cannot be given back now expires by itself.
  func close() { try? project.releaseLeases(reviewer: reviewer, session: session) }

  private func commit(_ step: Step) {
    do {
      try project.record(step, reviewer: reviewer, session: session)
      answers.post(.committed(step.id))
    } catch {
      answers.post(.refused(step.id, reason: "\(error)"))
    }
  }

  /// An image that is reviewed by now, or gone, is not gone back to.
  private func start(at bookmark: Bookmark?) {
    guard let bookmark,
      let image = try? project.open(
        bookmark.image, reviewer: reviewer, session: session, now: .now),
      image.state.progress == .open
    else {
      open(.queue(after: nil))
      return
    }
    announce(image.id)
    answers.post(.imageOpened(image, selecting: bookmark.object, at: .now))
  }

  private func open(_ destination: Destination) {
    do {
      guard let image = try find(destination) else {
        answers.post(.nothingToOpen(reason: try emptyReason(destination)))
        return
      }
      announce(image.id)
      answers.post(.imageOpened(image, selecting: nil, at: .now))
    } catch {
      answers.post(.nothingToOpen(reason: "\(error)"))
    }
  }

  private func find(_ destination: Destination) throws -> ReviewImage? {
    switch destination {
    case .queue(let after):
      // Behind the image that was left first, so that a skipped one does not come back at once.
      if let after, let next = try next(after: after) { return next }
      return try next(after: nil)
    case .image(let id):
      return try project.open(id, reviewer: reviewer, session: session, now: .now)
    case .neighbour(let id, let direction, let kind):
      guard let found = try project.neighbour(of: id, direction, kind) else { return nil }
      return try project.open(found, reviewer: reviewer, session: session, now: .now)
    }
  }

  private func next(after: ImageID?) throws -> ReviewImage? {
    try project.openNext(reviewer: reviewer, session: session, now: .now, after: after)
  }

  private func emptyReason(_ destination: Destination) throws -> String {
    switch destination {
    case .neighbour(_, .next, let kind): return "no \(kind.words) comes after this one"
    case .neighbour(_, .previous, let kind): return "no \(kind.words) comes before this one"
    case .image(let id): return "image \(id.rawValue) is gone"
    case .queue: return try project.emptyQueueReason(now: .now)
    }
  }

  private func undo(_ note: String, _ body: (() -> DecisionID) throws -> Undone?) {
    do {
      guard let undone = try body(Self.randomID) else {
        answers.post(.undoRefused(reason: "nothing is left to be \(note)"))
        return
      }
      let image = try project.open(
        undone.image, reviewer: reviewer, session: session, now: .now)
      announce(image.id)
      let count = Words.count(undone.decisions, "decision")
      answers.post(
        .undone(image, selecting: undone.object, note: "\(count) \(note)", at: .now))
    } catch {
      answers.post(.undoRefused(reason: "\(error)"))
    }
  }

  /// Undoing happens here and not in the session, so its ids need not be the session's.
  private static func randomID() -> DecisionID {
    DecisionID(
      UniqueID(version7At: .now, sequence: .random(in: 0..<4096), session: .random(in: 0..<1 << 62))
    )
  }

  /// A place that is not remembered costs the reviewer a key, so nothing is said.
  private func save(_ bookmark: Bookmark) { try? project.save(bookmark, of: reviewer) }

  /// An image that cannot be found is reported by the painter, with its place on the screen.
  private func announce(_ id: ImageID) {
    guard let image = try? project.image(id) else { return }
    let file = ImageFile(image, in: project)
    pictures.post(.know(file))
    masks?.post(.open(file))
  }

  private func announceNext(_ ids: [ImageID]) {
    let files = ids.compactMap { try? project.image($0) }.map { ImageFile($0, in: project) }
    for file in files { pictures.post(.know(file)) }
    pictures.post(.decodeAhead(ids))
    if let first = files.first { masks?.post(.prepare(first)) }
  }

  /// Decoding ahead saves time and nothing else: a failure shows when the image is opened.
  private func lookAhead(from image: ImageID) {
    let queued = try? project.peekNext(reviewer: reviewer, now: .now)
    let after = try? project.neighbour(of: image, .next, .any)
    let before = try? project.neighbour(of: image, .previous, .any)
    announceNext([queued, after, before].compactMap { $0 })
  }
}

extension Destination.Kind {
  fileprivate var words: String {
    switch self {
    case .any: "image"
    case .unreviewed: "image to be reviewed"
    case .disagreement: "image with a disagreement"
    case .flagged: "flagged image"
    }
  }
}
