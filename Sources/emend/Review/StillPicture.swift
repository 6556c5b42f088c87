import EmendCore
import EmendRaster
import EmendTerminal
import Glibc

/// Shows one picture in the terminal, below what was printed so far, in the way of a review.
struct StillPicture {
  let kind: GraphicsKind
  private let capabilities: TerminalCapabilities
  /// The terminal's, with the cells that the picture is counted in.
  let size: TerminalSize

  init(_ kind: GraphicsKind, on capabilities: TerminalCapabilities) {
    (self.kind, self.capabilities) = (kind, capabilities)
    var window = winsize()
    _ = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window)
    let columns = window.ws_col > 0 ? Int(window.ws_col) : 80
    let rows = window.ws_row > 0 ? Int(window.ws_row) : 24
    size =
      kind.hasPixels
      ? capabilities.size(columns: columns, rows: rows)
      : TerminalSize(
        columns: columns, rows: rows, cellWidth: CellCarrier.cell.width,
        cellHeight: CellCarrier.cell.height)
  }

  /// Draws `image`, of `columns` by `rows` cells, with marks in its own pixels.
  ///
  /// The cursor ends below it. Throws `PictureError`.
  func show(
    _ image: PixelImage, columns: Int, rows: Int, marks: [Mark] = []
  ) throws {
    // Room first, so that the picture does not scroll the screen while it is drawn.
    print(String(repeating: "\n", count: rows), terminator: "")
    fflush(nil)
    let area = CellRect(column: 0, row: size.rows - rows - 1, columns: columns, rows: rows)
    let scene = Scene(
      image: ImageID(0), area: area,
      viewport: Viewport(zoom: 1, origin: ImagePoint(x: 0, y: 0)), marks: marks)
    var renderer = PictureRenderer(background: Colour(red: 24, green: 24, blue: 28))
    let full = ImageSize(width: image.width, height: image.height)
    let frame = try renderer.compose(scene, cell: size, image: DecodedImage(image, of: full))
    var carrier = PictureCarriers.carrier(kind, for: capabilities)
    let update = try carrier.update(
      to: frame, cell: ImageSize(width: size.cellWidth, height: size.cellHeight))
    // The shell goes on below the picture, wherever the text above it ended.
    write(update.bytes + Array("\u{1b}[\(size.rows);1H".utf8))
  }

  private func write(_ bytes: [UInt8]) {
    var left = bytes[...]
    while !left.isEmpty {
      let count = left.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else { return }
      left = left.dropFirst(max(0, count))
    }
  }
}
