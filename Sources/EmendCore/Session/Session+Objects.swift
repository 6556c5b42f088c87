extension Session {
  /// The objects that the threshold and the filter let through, in review order.
  public var visibleObjects: [ReviewObject] {
    (image?.objects ?? []).filter { isAboveThreshold($0) && filter.admits($0) }
  }

  public var selected: ReviewObject? {
    guard let selection else { return nil }
    return image?.objects.first { $0.id == selection }
  }

  /// Whether a commit that changes the object is on its way.
  public func isUnsaved(_ object: ObjectID) -> Bool {
    unsaved.values.contains { $0.contains(object) }
  }

  /// Open objects that the threshold lets through, whatever the filter hides.
  var openObjects: [ReviewObject] {
    (image?.objects ?? []).filter { $0.state.status == .open && isAboveThreshold($0) }
  }

  /// An image has a label, however unsure: the threshold hides none.
  private func isAboveThreshold(_ object: ReviewObject) -> Bool {
    guard object.state.status == .open, let detection = object.detection else { return true }
    return detection.best.score >= threshold || object.state.shape.isWholeImage
  }

  mutating func select(_ object: ObjectID?, at time: Timestamp) {
    selection = object
    shownAt = time
    keysSpent = 0
  }

  /// Selects the object `steps` places along the visible ones, going round at the ends.
  mutating func selectAlong(by steps: Int, at time: Timestamp) {
    let objects = visibleObjects
    guard !objects.isEmpty else { return }
    guard let index = objects.firstIndex(where: { $0.id == selection }) else {
      select(objects.first?.id, at: time)
      revealSelection()
      return
    }
    let next = (index + steps + objects.count) % objects.count
    select(objects[next].id, at: time)
    revealSelection()
  }

  /// Selects the next open object after the selected one, then from the top; answers whether there
  /// was one.
  mutating func selectNextOpen(at time: Timestamp) -> Bool {
    let objects = visibleObjects
    let start = objects.firstIndex { $0.id == selection } ?? -1
    let order = objects[(start + 1)...] + objects[...max(start, -1)]
    guard let next = order.first(where: { $0.state.status == .open }) else { return false }
    select(next.id, at: time)
    revealSelection()
    return true
  }

  /// Keeps the selection on something visible.
  mutating func repairSelection(at time: Timestamp) {
    let objects = visibleObjects
    guard !objects.contains(where: { $0.id == selection }) else { return }
    let open = objects.first { $0.state.status == .open }
    select((open ?? objects.first)?.id, at: time)
  }

  /// Replaces what is held of one object, or adds it.
  mutating func put(_ object: ReviewObject) {
    if let index = image?.objects.firstIndex(where: { $0.id == object.id }) {
      image?.objects[index] = object
    } else {
      image?.objects.append(object)
    }
  }
}
