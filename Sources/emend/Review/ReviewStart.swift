import EmendCore
import EmendFormats
import EmendRaster
import EmendStore
import EmendTerminal
import Glibc

/// Gets a review going: terminal, threads, session.
struct ReviewStart {
  let opened: OpenProject
  let looks: Looks
  let graphics: GraphicsWish
  let encoder: SixelEncoderKind
  let threshold: Double?

  func run() throws {
    let (keymap, theme) = looks.read(opened.settings)
    Rescue.install(terminal: STDIN_FILENO)
    let signals = Signals()
    let probe = try TerminalProbe.run(input: STDIN_FILENO, output: STDOUT_FILENO)
    let client = Tmux.client
    let choice = try graphics.choice(on: probe.capabilities, behind: client)
    let outlook = GraphicsOutlook(
      graphics, on: probe.capabilities, encoder: encoder, client: client, kind: choice.kind,
      at: ProgressBar.monotonicSeconds())
    let bookmark = try opened.project.bookmark(of: OpenProject.reviewer)
    var session = session(keymap, theme, bookmark)
    let chosen = ChosenSegmenter(
      of: try opened.project.modelVersions(), wish: opened.settings.review.segmenter)
    if case .none(let advice) = chosen {
      session.segmenter = .missing(advice: advice)
    } else {
      session.segmenter = .reading
    }
    let workers = workers(for: session, probe.capabilities, choice, chosen)
    defer { workers.stop() }
    let ending = try runLoop(session, probe, signals, workers, outlook, bookmark: bookmark)
    // The default action tells a shell or a service what ended the program.
    if let ending {
      workers.store.stop()
      signal(ending, SIG_DFL)
      raise(ending)
    }
  }

  /// The session as it is before the first image; the loop gives it the screen's true size.
  private func session(
    _ keymap: Keymap, _ theme: Theme, _ bookmark: Bookmark?
  ) -> Session {
    let setting = Session.Setting(
      labels: opened.labels, keymap: keymap, theme: theme, reviewer: OpenProject.reviewer,
      sessionBits: UInt64.random(in: 0..<(1 << 62)))
    var session = Session(
      setting: setting,
      size: TerminalSize(columns: 80, rows: 24, cellWidth: 10, cellHeight: 20),
      threshold: threshold ?? bookmark?.threshold ?? opened.settings.review.threshold)
    session.zoom = bookmark?.zoom ?? .fit
    session.overlayLook = opened.settings.review.look
    session.notice = opened.project.readOnlyNotice.map { .init(text: $0, weight: .warning) }
    return session
  }

  private func workers(
    for session: Session, _ capabilities: TerminalCapabilities, _ choice: GraphicsChoice,
    _ chosen: ChosenSegmenter
  ) -> ReviewWorkers {
    let background = Colour(red: 24, green: 24, blue: 28)
    let requests = Mailbox<PictureRequest>()
    let ahead = LookAhead(decoder: partDecoder, background: background, answers: requests)
    let pictures = PictureWorker(
      requests: requests,
      painter: Painter(
        images: DecodedImages(decoder: partDecoder),
        renderer: PictureRenderer(background: background),
        carrier: PictureCarriers.carrier(choice.kind, for: capabilities, encoder: encoder),
        lookAhead: ahead.requests),
      lookAhead: ahead)
    let messages = Mailbox<Message>()
    let masks = segmentWorker(chosen, answers: messages)
    let store = StoreWorker(
      project: opened.project, reviewer: session.setting.reviewer, session: name(of: session),
      answers: messages, pictures: pictures.requests, masks: masks?.mail)
    return ReviewWorkers(store: store, pictures: pictures, masks: masks, messages: messages)
  }

  private func segmentWorker(
    _ chosen: ChosenSegmenter, answers: Mailbox<Message>
  ) -> SegmentWorker? {
    guard case .version(let version) = chosen else { return nil }
    let (project, settings) = (opened.project, opened.settings)
    return SegmentWorker(decoder: partDecoder, answers: answers) {
      try ModelFile(version, in: project).segmenter(settings)
    }
  }

  private var partDecoder: PartDecoder {
    // A disk, where /tmp may be memory.
    let folder = Environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/var/tmp"
    return PartDecoder(
      decoder: ImageDecoder(pixelLimit: opened.settings.images.pixelLimit),
      budget: opened.settings.review.pictureMemory * 1_000_000, folder: folder)
  }

  /// The screen is put back when this returns, whatever happened in it.
  private func runLoop(
    _ session: Session, _ probe: TerminalProbe.Result, _ signals: consuming Signals,
    _ workers: ReviewWorkers, _ outlook: GraphicsOutlook, bookmark: Bookmark?
  ) throws -> Int32? {
    let quiet = try QuietErrors()
    // However this ends: a failure is told of on standard error.
    defer { quiet.end() }
    let screen = try CursesScreen(
      input: STDIN_FILENO, output: STDOUT_FILENO, theme: session.setting.theme, probe: probe)
    let flow = PictureFlow(
      roundTrip: Double(probe.report.milliseconds) / 1000, answers: probe.capabilities.answers,
      details: outlook.kind.details)
    var loop = ReviewLoop(
      session: session, screen: screen, signals: signals, workers: workers, flow: flow,
      outlook: outlook)
    try loop.run(opening: bookmark)
    return loop.endSignal
  }

  /// What the log calls this review.
  private func name(of session: Session) -> String {
    UniqueID(version7At: .now, sequence: 0, session: session.setting.sessionBits).description
  }
}
