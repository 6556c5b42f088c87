import EmendCore
import EmendRaster
import EmendTerminal
import Glibc

/// The main thread of a review: it waits, updates the session, and is the only one to write to the
/// terminal.
struct ReviewLoop: ~Copyable {
  private var session: Session
  private var screen: CursesScreen
  private let signals: Signals
  private let workers: ReviewWorkers
  private var outlook: GraphicsOutlook
  /// What the session looks like; nil when it has changed since.
  private var current: Frame?
  /// What the terminal shows; nil when that is unknown.
  private var shown: Frame?
  private var flow: PictureFlow
  /// Counts what made earlier pictures worthless: a resize, a redraw.
  private var epoch = 0
  private var isDone = false
  /// A signal to end by, once the terminal is back to normal.
  private(set) var endSignal: Int32?

  init(
    session: Session, screen: consuming CursesScreen, signals: consuming Signals,
    workers: ReviewWorkers, flow: PictureFlow, outlook: GraphicsOutlook
  ) {
    self.flow = flow
    self.session = session
    self.screen = screen
    self.signals = signals
    self.workers = workers
    self.outlook = outlook
  }

  /// Runs until the reviewer leaves or the link is gone.
  ///
  /// - Parameter bookmark: where the reviewer was last; nil begins at the head of the queue.
  /// - Throws: `TerminalError` when the terminal takes no more bytes.
  mutating func run(opening bookmark: Bookmark?) throws {
    session.beginWaiting()
    session.size = counted(screen.size)
    workers.store.requests.post(.start(bookmark))
    while true {
      // Before the first wait: keys that were typed ahead are in the screen, not in its file.
      for event in signals.drain() { try handle(event) }
      while !isDone, let input = screen.nextEvent() { try handle(input) }
      for message in workers.messages.drain() { try send(message) }
      for answer in workers.pictures.answers.drain() { try handle(answer) }
      guard !isDone else { return }
      try lookOut()
      try screen.advancePicture()
      try draw()
      if !wait() { rest() }
    }
  }

  /// Follows a tmux that is attached to another terminal.
  private mutating func lookOut() throws {
    switch outlook.look(at: ProgressBar.monotonicSeconds()) {
    case .none: return
    case .terminal: break
    case .carrier(let carrier):
      flow.details = outlook.kind.details
      workers.pictures.requests.post(.carry(carrier))
    }
    // Its cells may have another size.
    try send(.resized(counted(screen.resize())))
    try redraw()
  }

  /// - Returns: false when nothing happened for the flow's patience.
  private func wait() -> Bool {
    var sources = [
      STDIN_FILENO, signals.readEnd, workers.messages.readEnd, workers.pictures.answers.readEnd,
    ].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    if screen.isWritingPicture {
      sources.append(pollfd(fd: screen.pictureFile, events: Int16(POLLOUT), revents: 0))
    }
    // A signal ends poll early; every source is looked at in any case.
    let rest = flow.patience ?? .infinity
    let look = outlook.patience(at: ProgressBar.monotonicSeconds()) ?? .infinity
    let patience = min(rest, look)
    let limit = patience.isFinite ? Int32((patience * 1000).rounded(.up)) : -1
    return poll(&sources, nfds_t(sources.count), limit) != 0 || look < rest
  }

  /// Sends a picture again in full that was sent coarse.
  private mutating func rest() {
    flow.rested()
    guard let (scene, detail) = flow.refine() else { return }
    workers.pictures.requests.post(.paint(scene, session.size, detail, epoch: epoch))
  }

  private mutating func handle(_ input: TerminalInput) throws {
    switch input {
    case .key(let key):
      #if DEBUG
      Trap.spring()
      #endif
      try send(.keyPressed(key, at: .now))
      outlook.keyPressed(at: ProgressBar.monotonicSeconds())
    case .mouse(let event):
      guard let mouse = Mouse(event) else { return }
      try send(.mouseMoved(mouse, at: .now))
    case .resized(let size): try take(size)
    case .caughtUp: flow.caughtUp(at: ProgressBar.monotonicSeconds())
    case .closed:
      endSignal = SIGHUP
      try send(.hangUp)
    }
  }

  private mutating func handle(_ event: TerminalEvent) throws {
    switch event {
    case .resized: try take(screen.resize())
    case .suspendRequested: try suspend()
    case .resumed:
      screen.resume()
      try take(screen.size)
    case .interrupted: try send(.keyPressed(.control("c"), at: .now))
    case .terminated:
      endSignal = SIGTERM
      try send(.hangUp)
    case .hungUp:
      endSignal = SIGHUP
      try send(.hangUp)
    }
  }

  private mutating func handle(_ answer: PictureAnswer) throws {
    switch answer {
    case .failed(let image, let reason):
      flow.failed()
      try send(.pictureFailed(image, reason: reason))
    case .painted(let update, let painted):
      guard painted == epoch else { return flow.dropped() }
      try write(update)
    }
  }

  private mutating func write(_ update: PictureUpdate) throws {
    if case .wholeAfterAgeing = update, let shown {
      try screen.ageImages()
      screen.show(shown, replacing: nil)
    }
    let count = screen.takePicture(update.sequences)
    flow.sent(bytes: count, at: ProgressBar.monotonicSeconds())
    try screen.advancePicture()
  }

  private mutating func send(_ message: Message) throws {
    current = nil
    for effect in update(&session, message) {
      switch effect {
      case .quit: isDone = true
      case .redraw:
        outlook.terminalMayHaveChanged(at: ProgressBar.monotonicSeconds())
        try redraw()
      case .suspend: try suspend()
      case .askMasks(let question): workers.masks?.mail.post(.ask(question))
      case .commit, .open, .undo, .redo, .bookmark: workers.store.requests.post(.effect(effect))
      }
    }
    switch message {
    case .imageOpened(let image, _, _), .undone(let image, _, _, _):
      workers.store.requests.post(.lookAhead(from: image.id))
    default: break
    }
  }

  private mutating func take(_ size: TerminalSize) throws {
    outlook.terminalMayHaveChanged(at: ProgressBar.monotonicSeconds())
    try send(.resized(counted(size)))
    try redraw()
  }

  /// What the screen and the terminal hold of the picture counts no more.
  private mutating func redraw() throws {
    try screen.dropPicture()
    shown = nil
    flow.forget()
    epoch += 1
  }

  private mutating func suspend() throws {
    screen.suspend()
    try take(screen.size)
  }

  /// Brings the text up to date and asks for the picture when its scene has changed.
  private mutating func draw() throws {
    // Text within a sixel would be part of it; the end of the sixel comes soon.
    guard !screen.isWithinPicture else { return }
    // Bytes that went out or were answered change nothing that is shown.
    let frame = current ?? view(session)
    current = frame
    if frame != shown {
      let damage = screen.show(frame, replacing: shown)
      // Where the picture's cells were cleared, the next picture starts from nothing.
      if damage.uncovered != nil {
        try screen.dropPicture()
        flow.forget()
        epoch += 1
      }
      shown = frame
    }
    guard let scene = frame.scene else { return }
    let area = ImageSize(
      width: scene.area.columns * session.size.cellWidth,
      height: scene.area.rows * session.size.cellHeight)
    guard let detail = flow.begin(scene, of: area) else { return }
    workers.pictures.requests.post(.paint(scene, session.size, detail, epoch: epoch))
  }

  /// The size that the session counts in: without pixels a cell has those that text is made from.
  private func counted(_ size: TerminalSize) -> TerminalSize {
    guard !outlook.kind.hasPixels else { return size }
    return TerminalSize(
      columns: size.columns, rows: size.rows, cellWidth: CellCarrier.cell.width,
      cellHeight: CellCarrier.cell.height)
  }
}

extension Mouse {
  /// The left button draws, the others move the image.
  init?(_ event: MouseEvent) {
    switch event.kind {
    case .press(.left): self.init(phase: .press, x: event.x, y: event.y)
    case .drag(.left): self.init(phase: .drag, x: event.x, y: event.y)
    case .release(.left): self.init(phase: .release, x: event.x, y: event.y)
    case .press: self.init(phase: .hold, x: event.x, y: event.y)
    case .drag: self.init(phase: .haul, x: event.x, y: event.y)
    case .release: return nil
    case .scrollUp: self.init(phase: .wheel(.larger), x: event.x, y: event.y)
    case .scrollDown: self.init(phase: .wheel(.smaller), x: event.x, y: event.y)
    }
  }
}
