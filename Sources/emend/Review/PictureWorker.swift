import EmendCore
import EmendRaster
import EmendStore
import EmendTerminal

/// What the raster thread is asked to do.
enum PictureRequest: Sendable {
  /// Where an image is.
  case know(ImageFile)
  /// What may be opened next, likeliest first.
  case decodeAhead([ImageID])
  /// An image that was decoded ahead.
  case take(PreparedImage)
  case paint(Scene, TerminalSize, PictureDetail, epoch: Int)
  /// Another way to the terminal, for what is painted from now on.
  case carry(any PictureCarrier)
}

/// Bytes for the terminal, or what went wrong.
enum PictureAnswer: Sendable {
  case painted(PictureUpdate, epoch: Int)
  case failed(ImageID, reason: String)
}

/// Decodes, composes and encodes pictures on a thread of its own.
///
/// What it answers must be written to the terminal in order, because the next answer holds only
/// what has changed since; an answer of an older epoch is dropped with everything before it.
final class PictureWorker {
  let requests: Mailbox<PictureRequest>
  let answers = Mailbox<PictureAnswer>()
  private let worker: Worker
  private let lookAhead: LookAhead

  init(requests: Mailbox<PictureRequest>, painter: sending Painter, lookAhead: LookAhead) {
    self.requests = requests
    self.lookAhead = lookAhead
    let answers = answers
    // The painter is made here and used on the worker's thread alone.
    nonisolated(unsafe) var painter = painter
    worker = Worker(name: "raster") {
      while let first = requests.next() {
        painter.carryOut([first] + requests.drain()) { answers.post($0) }
      }
    }
  }

  func stop() {
    lookAhead.stop()
    requests.close()
    worker.join()
  }
}

/// The raster thread's own side: decoded images, the renderer and the carrier.
struct Painter {
  private let lookAhead: Mailbox<LookAhead.Request>
  private var renderer: PictureRenderer
  private var carrier: any PictureCarrier
  private var images: DecodedImages
  private var epoch = 0
  /// What the next image will be shown like.
  private var last: (scene: Scene, cell: TerminalSize)?
  /// The next images, while nothing has been shown yet.
  private var ahead: [ImageID] = []

  init(
    images: DecodedImages, renderer: PictureRenderer, carrier: any PictureCarrier,
    lookAhead: Mailbox<LookAhead.Request>
  ) {
    self.images = images
    self.renderer = renderer
    self.carrier = carrier
    self.lookAhead = lookAhead
  }

  /// Handles what has come in; of several pictures asked for only the last is painted.
  mutating func carryOut(
    _ requests: [PictureRequest], answer: (PictureAnswer) -> Void
  ) {
    var asked: (scene: Scene, size: TerminalSize, detail: PictureDetail, epoch: Int)?
    for request in requests {
      switch request {
      case .know(let file): images.know(file)
      case .decodeAhead(let ids): ahead = ids
      case .take(let prepared):
        images.add(prepared.image, prepared.id)
        renderer.take(prepared.planes)
      case .paint(let scene, let size, let detail, let epoch):
        asked = (scene, size, detail, epoch)
      case .carry(let carrier):
        self.carrier = carrier
        // What waits was meant for the old one, and counts no more.
        if let old = asked { answer(.painted(.none, epoch: old.epoch)) }
        asked = nil
      }
    }
    if let asked { paint(asked.scene, asked.size, asked.detail, asked.epoch, answer) }
    sendAhead()
  }

  private mutating func sendAhead() {
    guard let last, !ahead.isEmpty else { return }
    var files: [ImageFile] = []
    for id in ahead where !files.contains(where: { $0.image.id == id }) {
      guard let file = images.file(of: id) else { continue }
      let isPrepared =
        images.holds(id)
        && renderer.holds(LookAhead.scene(of: file, after: last.scene, last.cell), cell: last.cell)
      // The first is all but sure to be opened; for the others a large one costs too much.
      let pixels = file.image.size.width * file.image.size.height
      if !isPrepared, id == ahead[0] || pixels <= Self.largestBeside { files.append(file) }
    }
    ahead = []
    guard !files.isEmpty else { return }
    lookAhead.post(LookAhead.Request(files: files, after: last.scene, cell: last.cell))
  }

  /// Pixels of an image that is decoded because it lies beside the open one.
  private static let largestBeside = 50_000_000

  private mutating func paint(
    _ scene: Scene, _ size: TerminalSize, _ detail: PictureDetail, _ newEpoch: Int,
    _ answer: (PictureAnswer) -> Void
  ) {
    if newEpoch != epoch { carrier.forget() }
    epoch = newEpoch
    do {
      guard let image = try images.image(scene.image, at: scene.viewport.zoom) else {
        // Each request is answered, because the next one waits for the answer.
        return answer(.painted(.none, epoch: epoch))
      }
      last = (scene, size)
      let frame = try renderer.compose(scene, cell: size, image: image, detail: detail)
      let update = try carrier.update(
        to: frame,
        cell: ImageSize(width: size.cellWidth, height: size.cellHeight))
      answer(.painted(update, epoch: epoch))
      if let shortage = images.newShortage(of: scene.image, at: scene.viewport.zoom) {
        answer(.failed(scene.image, reason: "\(shortage)"))
      }
    } catch {
      answer(.failed(scene.image, reason: "\(error)"))
    }
  }
}
