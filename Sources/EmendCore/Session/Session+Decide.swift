extension Session {
  /// Accepts the selected object as it is.
  mutating func accept(at time: Timestamp) -> [Effect] {
    decide(.accept, at: time) { $0.status = .accepted }
  }

  /// Rejects the selected prediction, or takes a drawn or imported object away.
  mutating func reject(at time: Timestamp) -> [Effect] {
    guard let object = selected else { return complain("no object is selected") }
    return object.detection == nil
      ? decide(.remove, at: time) { $0.status = .removed }
      : decide(.reject, at: time) { $0.status = .rejected }
  }

  /// Gives the selected object the label at `index` of the list; drawing and editing keep theirs.
  mutating func giveLabel(at index: Int, time: Timestamp) -> [Effect] {
    guard setting.offered.indices.contains(index) else {
      return complain("there are only \(setting.offered.count) labels")
    }
    return give(setting.offered[index].id, at: time)
  }

  mutating func give(_ label: LabelID, at time: Timestamp) -> [Effect] {
    guard let object = selected else { return complain("no object is selected") }
    let kind: Decision.Kind = object.state.label == label ? .accept : .relabel
    return decide(kind, at: time) {
      $0.label = label
      $0.status = .accepted
    }
  }

  /// Decides on the selected object and goes on.
  mutating func decide(
    _ kind: Decision.Kind, at time: Timestamp, change: (inout ObjectState) -> Void
  ) -> [Effect] {
    guard let object = selected, let image else { return complain("no object is selected") }
    var after = object.state
    change(&after)
    guard after != object.state else {
      _ = selectNextOpen(at: time)
      return []
    }
    let decision = makeDecision(
      kind, on: object, of: image.id, from: object.state, to: after, at: time)
    apply(after, to: object)
    return finish([decision], on: image, at: time)
  }

  /// Accepts every open object that is shown, and with them the image.
  mutating func acceptImage(at time: Timestamp) -> [Effect] {
    guard let image else { return complain("no image is open") }
    var decisions = decideAll(.accept, .accepted, on: image, at: time)
    let hidden = openObjects.count
    guard hidden == 0 else {
      notice = hiddenNotice(hidden)
      return decisions.isEmpty ? [] : commit(decisions, on: image)
    }
    decisions.append(contentsOf: markReviewed(at: time))
    let saved = decisions.isEmpty ? [] : commit(decisions, on: image)
    return saved + ask(.open(.queue(after: image.id)))
  }

  mutating func rejectAll(at time: Timestamp) -> [Effect] {
    guard let image else { return complain("no image is open") }
    let decisions = decideAll(.reject, .rejected, on: image, at: time)
    guard !decisions.isEmpty else { return complain("no open object is shown") }
    return finish(decisions, on: image, at: time)
  }

  mutating func skip(at time: Timestamp) -> [Effect] {
    guard let image else { return complain("no image is open") }
    var after = image.state
    after.progress = .skipped
    let saved = decide(.skip, image: after, at: time)
    return saved + ask(.open(.queue(after: image.id)))
  }

  mutating func flag(at time: Timestamp) -> [Effect] {
    guard var after = image?.state else { return complain("no image is open") }
    after.isFlagged.toggle()
    notice = Notice(text: after.isFlagged ? "flagged" : "flag taken off", weight: .note)
    return decide(.flag, image: after, at: time)
  }

  mutating func comment(_ text: String, at time: Timestamp) -> [Effect] {
    guard var after = image?.state else { return complain("no image is open") }
    after.comment = text
    return decide(.comment, image: after, at: time)
  }

  private mutating func decide(
    _ kind: Decision.Kind, image after: ImageState, at time: Timestamp
  ) -> [Effect] {
    guard let image, after != image.state else { return [] }
    let decision = makeDecision(kind, on: image, to: after, at: time)
    return commit([decision], on: image)
  }

  /// One decision for each open object that is shown.
  private mutating func decideAll(
    _ kind: Decision.Kind, _ status: ObjectState.Status, on image: ReviewImage, at time: Timestamp
  ) -> [Decision] {
    visibleObjects.filter { $0.state.status == .open }.map { object in
      var after = object.state
      after.status = status
      let decision = makeDecision(
        kind, on: object, of: image.id, from: object.state, to: after, at: time)
      apply(after, to: object)
      return decision
    }
  }

  /// Commits; when nothing is left to decide the image is done and the next one opens.
  mutating func finish(
    _ decisions: [Decision], on image: ReviewImage, at time: Timestamp
  ) -> [Effect] {
    if selectNextOpen(at: time) { return commit(decisions, on: image) }
    let hidden = openObjects.count
    if hidden > 0 { notice = hiddenNotice(hidden) }
    guard hidden == 0, image.state.progress != .reviewed else {
      select(selection, at: time)
      return commit(decisions, on: image)
    }
    let all = decisions + markReviewed(at: time)
    return commit(all, on: image) + ask(.open(.queue(after: image.id)))
  }

  private mutating func markReviewed(at time: Timestamp) -> [Decision] {
    guard let image, image.state.progress != .reviewed else { return [] }
    var after = image.state
    after.progress = .reviewed
    return [makeDecision(.accept, on: image, to: after, at: time)]
  }

  private func hiddenNotice(_ count: Int) -> Notice {
    Notice(
      text: "\(count) open \(count == 1 ? "object is" : "objects are") hidden by the filter; "
        + "/ and enter shows all", weight: .warning)
  }

  mutating func complain(_ text: String) -> [Effect] {
    notice = Notice(text: text, weight: .warning)
    return []
  }
}
