import EmendCore
import EmendRaster
import EmendStore
import EmendTerminal

/// What the raster thread is asked to do.
enum PictureRequest: Sendable {
  /// Where an image is.
  case know(ImageFile)
  case decodeAhead(ImageID)
  case paint(Scene, TerminalSize, PictureDetail, epoch: Int)
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

  init(requests: Mailbox<PictureRequest>, painter: sending Painter) {
    self.requests = requests
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
    requests.close()
    worker.join()
  }
}

/// The raster thread's own side: decoded images, the renderer and the carrier.
struct Painter {
  private let decoder: ImageDecoder
  private var renderer: PictureRenderer
  private var carrier: any PictureCarrier
  private var sources: [ImageID: ImageFile] = [:]
  /// The image shown and the one after it, newest last.
  private var decoded: [(id: ImageID, image: PixelImage)] = []
  private var epoch = 0
  /// The area's size in pixels, to decode the next image no larger than needed.
  private var area = ImageSize(width: 800, height: 600)

  init(decoder: ImageDecoder, renderer: PictureRenderer, carrier: any PictureCarrier) {
    self.decoder = decoder
    self.renderer = renderer
    self.carrier = carrier
  }

  /// Handles what has come in; of several pictures asked for only the last is painted.
  mutating func carryOut(
    _ requests: [PictureRequest], answer: (PictureAnswer) -> Void
  ) {
    var last: (scene: Scene, size: TerminalSize, detail: PictureDetail, epoch: Int)?
    var ahead: ImageID?
    for request in requests {
      switch request {
      case .know(let file): sources[file.image.id] = file
      case .decodeAhead(let id): ahead = id
      case .paint(let scene, let size, let detail, let epoch): last = (scene, size, detail, epoch)
      }
    }
    if let last { paint(last.scene, last.size, last.epoch, answer) }
    // A failure shows when the image is opened.
    if let ahead, let size = sources[ahead]?.image.size {
      _ = try? image(ahead, at: size.fit(in: area))
    }
  }

  private mutating func paint(
    _ scene: Scene, _ size: TerminalSize, _ newEpoch: Int, _ answer: (PictureAnswer) -> Void
  ) {
    if newEpoch != epoch { carrier.forget() }
    epoch = newEpoch
    do {
      guard let source = sources[scene.image] else { return }
      area = ImageSize(
        width: scene.area.columns * size.cellWidth, height: scene.area.rows * size.cellHeight)
      let image = try image(scene.image, at: scene.viewport.zoom)
      let frame = renderer.compose(scene, cell: size, image: image, fullSize: source.image.size)
      let update = try carrier.update(
        to: frame,
        cell: ImageSize(width: size.cellWidth, height: size.cellHeight))
      answer(.painted(update, epoch: epoch))
    } catch {
      answer(.failed(scene.image, reason: "\(error)"))
    }
  }

  /// The decoded image, at least as large as `zoom` shows it.
  private mutating func image(_ id: ImageID, at zoom: Double) throws -> PixelImage {
    guard let source = sources[id] else { throw ImageError(.unreadable, "the image is not known") }
    let needed = source.image.size.scaled(by: min(1, zoom)).width
    if let known = decoded.first(where: { $0.id == id }), known.image.width >= needed {
      return known.image
    }
    let wanted = zoom < 1 ? source.image.size.scaled(by: zoom) : nil
    let image = try source.decode(with: decoder, atLeast: wanted)
    decoded.removeAll { $0.id == id }
    decoded.append((id, image))
    if decoded.count > 3 { decoded.removeFirst() }
    return image
  }
}

extension ImageSize {
  /// The zoom at which the whole image fits.
  fileprivate func fit(in area: ImageSize) -> Double {
    min(Double(area.width) / Double(width), Double(area.height) / Double(height))
  }

  fileprivate func scaled(by factor: Double) -> ImageSize {
    ImageSize(
      width: max(1, Int((Double(width) * factor).rounded(.up))),
      height: max(1, Int((Double(height) * factor).rounded(.up))))
  }
}
