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

/// Decodes the next images and reduces their colours, on a thread of its own so that no key waits.
final class LookAhead {
  struct Request: Sendable {
    /// Likeliest first.
    var files: [ImageFile]
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
        for file in request.files where requests.isEmpty {
          // A failure shows when the image is opened.
          if let prepared = try? Self.prepare(file, request, decoder, background) {
            answers.post(.take(prepared))
          }
        }
      }
    }
  }

  /// Gives up what is begun, and ends the thread.
  func stop() {
    requests.close()
    worker.join()
  }

  /// How an image will be shown when it is opened after `now`.
  static func scene(of file: ImageFile, after now: Scene, _ cell: TerminalSize) -> Scene {
    let area = ScreenSize(
      width: now.area.columns * cell.cellWidth, height: now.area.rows * cell.cellHeight)
    return Scene(
      image: file.image.id, area: now.area, viewport: .fit(file.image.size, in: area),
      tone: now.tone, marks: [])
  }

  private static func prepare(
    _ file: ImageFile, _ request: Request, _ decoder: PartDecoder, _ background: Colour
  ) throws(ImageError) -> PreparedImage {
    let scene = scene(of: file, after: request.after, request.cell)
    let image = try file.decode(with: decoder, zoom: scene.viewport.zoom)
    var planes = BasePlanes(background: background)
    try planes.prepare(scene, cell: request.cell, image: image)
    return PreparedImage(id: scene.image, image: image, planes: planes)
  }
}
