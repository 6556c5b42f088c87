public import EmendCore

/// Answers a session's effects from memory, as the project file would, so that a whole review can
/// be played.
///
/// It checks what the real one checks: revisions, and that a step's sides fit together.
public struct ScriptedStore {
  public private(set) var images: [ReviewImage]
  public private(set) var steps: [Step] = []
  /// How many of `steps` are in force; undo goes down, redo goes up.
  private var live = 0
  /// Refuses every step with this sentence while it is set.
  public var failure: String?

  public init(_ images: [ReviewImage]) { self.images = images }

  public subscript(_ id: ImageID) -> ReviewImage? { images.first { $0.id == id } }

  /// What the store says to one effect; nil to those that are not for it.
  public mutating func answer(_ effect: Effect, at time: Timestamp) -> Message? {
    switch effect {
    case .commit(let step): commit(step)
    case .open(let destination): open(destination, at: time)
    case .undo: undo(at: time)
    case .redo: redo(at: time)
    case .askMasks, .bookmark, .redraw, .suspend, .quit: nil
    }
  }

  private mutating func commit(_ step: Step) -> Message {
    if let failure { return .refused(step.id, reason: failure) }
    for decision in step.decisions {
      guard revision(of: decision) == decision.revision else {
        return .refused(step.id, reason: "revision \(decision.revision) is not the last")
      }
      apply(decision, forwards: true)
    }
    steps.removeSubrange(live...)
    steps.append(step)
    live = steps.count
    return .committed(step.id)
  }

  private func revision(of decision: Decision) -> Int {
    let image = self[decision.image]
    switch decision.change {
    case .object(let id, _, _, _): return image?.objects.first { $0.id == id }?.revision ?? 0
    case .image: return image?.revision ?? 0
    }
  }

  private mutating func apply(_ decision: Decision, forwards: Bool) {
    guard let index = images.firstIndex(where: { $0.id == decision.image }) else { return }
    switch decision.change {
    case .image(let before, let after):
      images[index].state = forwards ? after : before
      images[index].revision += 1
    case .object(let id, let origin, let before, let after):
      let known = images[index].objects.firstIndex { $0.id == id }
      let revision = known.map { images[index].objects[$0].revision } ?? 0
      if let known { images[index].objects.remove(at: known) }
      guard let state = forwards ? after : before else { return }
      images[index].objects.insert(
        ReviewObject(id: id, origin: origin, state: state, revision: revision + 1),
        at: known ?? images[index].objects.count)
    }
  }

  private func open(_ destination: Destination, at time: Timestamp) -> Message {
    let found: ReviewImage? =
      switch destination {
      case .queue(let after): images.first { $0.state.progress == .open && $0.id != after }
      case .image(let id): self[id]
      case .neighbour(let id, let direction, let kind): neighbour(of: id, direction, kind)
      }
    guard let found else { return .nothingToOpen(reason: "nothing is left to review") }
    return .imageOpened(found, selecting: nil, at: time)
  }

  private func neighbour(
    of id: ImageID?, _ direction: Destination.Direction, _ kind: Destination.Kind
  ) -> ReviewImage? {
    let index = images.firstIndex { $0.id == id } ?? images.count
    let others =
      direction == .next
      ? Array(images.dropFirst(index + 1)) : images[..<index].reversed()
    return others.first { image in
      switch kind {
      case .any: true
      case .unreviewed: image.state.progress == .open
      case .disagreement: image.objects.contains(where: \.isDisagreement)
      case .flagged: image.state.isFlagged
      }
    }
  }

  private mutating func undo(at time: Timestamp) -> Message {
    guard live > 0 else { return .undoRefused(reason: "nothing to undo") }
    live -= 1
    let step = steps[live]
    for decision in step.decisions.reversed() { apply(decision, forwards: false) }
    return answer(step, note: "taken back", at: time)
  }

  private mutating func redo(at time: Timestamp) -> Message {
    guard live < steps.count else { return .undoRefused(reason: "nothing to redo") }
    let step = steps[live]
    live += 1
    for decision in step.decisions { apply(decision, forwards: true) }
    return answer(step, note: "brought back", at: time)
  }

  private func answer(_ step: Step, note: String, at time: Timestamp) -> Message {
    guard let first = step.decisions.first, let image = self[first.image] else {
      return .undoRefused(reason: "the image is gone")
    }
    var object: ObjectID?
    if case .object(let id, _, _, _) = first.change { object = id }
    return .undone(image, selecting: object, note: note, at: time)
  }
}
