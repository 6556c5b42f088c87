/// Applies `message` to `session` and returns the work it calls for, in order.
public func update(_ session: inout Session, _ message: Message) -> [Effect] {
  switch message {
  case .keyPressed(let key, let time): session.receive(KeyPress(key: key, at: time))
  case .mouseMoved(let mouse, let time): session.follow(mouse, at: time)
  case .resized(let size): session.resize(to: size)
  case .imageOpened(let image, let selecting, let time):
    session.open(image, selecting: selecting, at: time)
  case .nothingToOpen(let reason): session.stayWithout(reason: reason)
  case .committed(let step): session.forget(step)
  case .refused(let step, let reason): session.takeBack(step, reason: reason)
  case .undone(let image, let selecting, let note, let time):
    session.show(undone: image, selecting: selecting, note: note, at: time)
  case .undoRefused(let reason): session.answerUndo(reason: reason)
  case .pictureFailed(let image, let reason): session.report(picture: image, reason: reason)
  case .imageRead(let image): session.note(read: image)
  case .imageUnread(let image, let reason): session.note(unread: image, reason: reason)
  case .segmenterLost(let reason): session.note(segmenterLost: reason)
  case .masksAnswered(let answer): session.take(answer)
  case .masksUnanswered(let number, let reason):
    session.note(unanswered: number, reason: reason)
  case .hangUp: session.bookmarks + [.quit]
  }
}

extension Session {
  /// Takes a key now, or keeps it until the image that was asked for is there.
  fileprivate mutating func receive(_ press: KeyPress) -> [Effect] {
    // Leaving must work even when the store never answers.
    if press.key == .control("c") { return bookmarks + [.quit] }
    guard !isWaiting else {
      keysAhead.append(press)
      return []
    }
    keysSpent += 1
    return handle(press)
  }

  /// Handles the keys that were typed while an image was on its way.
  fileprivate mutating func catchUp() -> [Effect] {
    var effects: [Effect] = []
    while !isWaiting, !keysAhead.isEmpty {
      let press = keysAhead.removeFirst()
      keysSpent += 1
      effects += handle(press)
    }
    return effects
  }

  private mutating func handle(_ press: KeyPress) -> [Effect] {
    switch mode {
    case .review: return type(press, in: .review)
    case .edit: return type(press, in: .edit)
    case .draw: return type(press, in: .draw)
    case .mask: return type(press, in: .mask)
    case .pick(let picker): return type(press, into: picker)
    case .prompt(let prompt): return type(press, into: prompt)
    case .help(let page):
      turn(page, press.key)
      return []
    }
  }

  private mutating func type(_ press: KeyPress, in context: KeyContext) -> [Effect] {
    typed.append(press.key)
    switch setting.keymap.match(typed, in: context) {
    case .pending: return []
    case .unbound:
      let text = typed.map(\.description).joined()
      typed = []
      notice = Notice(text: "\(text) does nothing here; ? lists the keys", weight: .note)
      return []
    case .command(let command):
      typed = []
      notice = nil
      return perform(command, at: press.at)
    }
  }

  fileprivate mutating func resize(to size: TerminalSize) -> [Effect] {
    self.size = size
    return []
  }

  fileprivate mutating func forget(_ step: DecisionID) -> [Effect] {
    unsaved[step] = nil
    unsavedImages[step] = nil
    return []
  }

  fileprivate mutating func stayWithout(reason: String) -> [Effect] {
    isWaiting = false
    // What was refused must not be shown as done: better nothing.
    if !refused.isEmpty { image = nil }
    forgetRefused()
    if image == nil {
      emptyReason = reason
    } else {
      notice = Notice(text: reason, weight: .note)
    }
    return catchUp()
  }

  /// The screen must not show what the store refused: the image is read again.
  fileprivate mutating func takeBack(_ step: DecisionID, reason: String) -> [Effect] {
    notice = Notice(text: "not saved: \(reason)", weight: .failure)
    guard let image = unsavedImages[step] else { return forget(step) }
    // Until then its objects show as unsaved, because what is held of them is not on disk.
    refused.insert(step)
    return ask(.open(.image(image)))
  }

  fileprivate mutating func forgetRefused() {
    for step in refused { _ = forget(step) }
    refused = []
  }

  fileprivate mutating func answerUndo(reason: String) -> [Effect] {
    isWaiting = false
    notice = Notice(text: reason, weight: .warning)
    return catchUp()
  }

  fileprivate mutating func report(picture: ImageID, reason: String) -> [Effect] {
    guard image?.id == picture else { return [] }
    notice = Notice(text: reason, weight: .failure)
    return []
  }

  /// Says that an image was asked for from outside, as at the start.
  public mutating func beginWaiting() { isWaiting = true }

  /// Asks for something whose answer is an image; keys wait for it.
  mutating func ask(_ effect: Effect) -> [Effect] {
    isWaiting = true
    return [effect]
  }

  fileprivate mutating func open(
    _ opened: ReviewImage, selecting: ObjectID?, at time: Timestamp
  ) -> [Effect] {
    isWaiting = false
    mode = .review
    typed = []
    // The first image opens as it was left; on another one the object and the place are others.
    let kept = image == nil ? zoom : nil
    if image?.id != opened.id { segmenter = segmenterState(of: opened.id) }
    if let image, image.id != opened.id, zoom != .actual { zoom = .fit }
    image = opened
    forgetRefused()
    emptyReason = nil
    select(selecting, at: time)
    repairSelection(at: time)
    revealSelection()
    if let kept { zoom = kept }
    return bookmarks + catchUp()
  }

  fileprivate mutating func show(
    undone: ReviewImage, selecting: ObjectID?, note: String, at time: Timestamp
  ) -> [Effect] {
    notice = Notice(text: note, weight: .note)
    return open(undone, selecting: selecting, at: time)
  }

  /// What to remember of where the reviewer is.
  var bookmarks: [Effect] {
    guard let image else { return [] }
    return [
      .bookmark(
        Bookmark(image: image.id, object: selection, zoom: zoom, threshold: threshold))
    ]
  }
}
