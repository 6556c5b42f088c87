import EmendCore
import EmendRaster
import EmendStore
import EmendTerminal

/// An image that is ready to be shown whole.
struct PreparedImage: Sendable {
  var id: ImageID
  var image: DecodedImage
  var planes: BasePlanes
}

/// Decodes the next image and reduces its colours, on a thread of its own so that no key waits.
final class LookAhead {
  struct Request: Sendable {
    var file: ImageFile
    /// What is shown now: the next image has its area and its tone.
    var after: Scene
    var cell: TerminalSize
  }

  let requests = Mailbox<Request>()
  private let worker: Worker

  /// - Parameters:
  ///   - decoder: for what a screen shows.
  ///   - background: behind the image.
  ///   - answers: of the raster thread.
  init(decoder: PartDecoder, background: Colour, answers: Mailbox<PictureRequest>) {
    let requests = requests
    worker = Worker(name: "look ahead") {
      var decoder = decoder
      decoder.isCancelled = { requests.isClosed }
      while let first = requests.next() {
        let request = requests.drain().last ?? first
        // A failure shows when the image is opened.
        if let prepared = try? Self.prepare(request, decoder, background) {
          answers.post(.take(prepared))
        }
      }
    }
  }

  /// Gives up what is begun, and ends the thread.
  func stop() {
    requests.close()
    worker.join()
  }

  private static func prepare(
    _ request: Request, _ decoder: PartDecoder, _ background: Colour
  ) throws(ImageError) -> PreparedImage {
    let (size, now, cell) = (request.file.image.size, request.after, request.cell)
    let area = ScreenSize(
      width: now.area.columns * cell.cellWidth, height: now.area.rows * cell.cellHeight)
    let scene = Scene(
      image: request.file.image.id, area: now.area, viewport: .fit(size, in: area),
      tone: now.tone, marks: [])
    let image = try request.file.decode(with: decoder, zoom: scene.viewport.zoom)
    var planes = BasePlanes(background: background)
    try planes.prepare(scene, cell: cell, image: image)
    return PreparedImage(id: scene.image, image: image, planes: planes)
  }
}
