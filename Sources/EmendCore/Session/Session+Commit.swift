extension Session {
  /// Sends decisions to the store as one step; their objects show as unsaved until it answers.
  mutating func commit(_ decisions: [Decision], on image: ReviewImage) -> [Effect] {
    let step = Step(decisions)
    unsaved[step.id] = Set(decisions.compactMap(\.object))
    unsavedImages[step.id] = image.id
    return [.commit(step)]
  }

  /// A decision on one object of `image`; `before` is nil for a new one.
  mutating func makeDecision(
    _ kind: Decision.Kind, on object: ReviewObject, of image: ImageID, from before: ObjectState?,
    to after: ObjectState, at time: Timestamp
  ) -> Decision {
    Decision(
      id: DecisionID(makeID(at: time)), kind: kind, image: image,
      change: .object(object.id, object.origin, before: before, after: after),
      revision: object.revision, at: time, milliseconds: elapsed(at: time), keys: keysSpent)
  }

  /// A decision on the open image as a whole; what is held of it changes at once.
  mutating func makeDecision(
    _ kind: Decision.Kind, on image: ReviewImage, to after: ImageState, at time: Timestamp
  ) -> Decision {
    self.image?.state = after
    self.image?.revision += 1
    return Decision(
      id: DecisionID(makeID(at: time)), kind: kind, image: image.id,
      change: .image(before: image.state, after: after), revision: image.revision, at: time,
      milliseconds: elapsed(at: time), keys: keysSpent)
  }

  /// Changes what is held of an object and counts its revision up, as the store will.
  mutating func apply(_ state: ObjectState, to object: ReviewObject) {
    var changed = object
    changed.state = state
    changed.revision += 1
    put(changed)
  }

  mutating func makeID(at time: Timestamp) -> UniqueID {
    sequence += 1
    return UniqueID(version7At: time, sequence: sequence, session: setting.sessionBits)
  }

  private func elapsed(at time: Timestamp) -> Int {
    Int(max(0, time.milliseconds - shownAt.milliseconds))
  }
}

extension Decision {
  /// The object that the decision is about, if it is about one.
  var object: ObjectID? {
    guard case .object(let id, _, _, _) = change else { return nil }
    return id
  }
}
