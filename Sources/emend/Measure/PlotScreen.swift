import EmendCore
import EmendRaster
import EmendTerminal
import Glibc

/// Shows a drawing in the terminal, below what was printed so far.
///
/// It goes the way of the review's pictures: palette, then what the terminal shows.
struct PlotScreen {
  private let capabilities: TerminalCapabilities
  private let kind: GraphicsKind
  private let size: TerminalSize

  /// Nil when standard output is no terminal.
  init?() {
    // A terminal that cannot be asked shows the measures as text alone.
    guard isatty(STDOUT_FILENO) == 1, isatty(STDIN_FILENO) == 1,
      let found = try? TerminalProbe.run(input: STDIN_FILENO, output: STDOUT_FILENO).capabilities
    else { return nil }
    capabilities = found
    kind = GraphicsChoice(for: found).kind
    var window = winsize()
    _ = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window)
    let columns = window.ws_col > 0 ? Int(window.ws_col) : 80
    let rows = window.ws_row > 0 ? Int(window.ws_row) : 24
    size =
      kind.hasPixels
      ? found.size(columns: columns, rows: rows)
      : TerminalSize(columns: columns, rows: rows, cellWidth: CellCarrier.cell.width,
        cellHeight: CellCarrier.cell.height)
  }

  /// Cells are too coarse for text, so that a plot is drawn for pixels alone.
  var canShowText: Bool { kind.hasPixels }

  /// Draws what `make` gives for a width and height in pixels.
  func show(_ make: (Int, Int) -> PlotDrawing) throws {
    let rows = min(24, size.rows - 2)
    let columns = min(size.columns, rows * 2 * size.cellHeight / size.cellWidth / 2 + 20)
    guard rows > 4, columns > 20 else { return }
    let image = make(columns * size.cellWidth, rows * size.cellHeight).image()
    // Room first, so that the picture does not scroll the screen while it is drawn.
    print(String(repeating: "\n", count: rows), terminator: "")
    fflush(nil)
    let area = CellRect(column: 0, row: size.rows - rows - 1, columns: columns, rows: rows)
    try write(image, in: area)
  }

  private func write(_ image: PixelImage, in area: CellRect) throws {
    let scene = Scene(
      image: ImageID(0), area: area,
      viewport: Viewport(zoom: 1, origin: ImagePoint(x: 0, y: 0)), marks: [])
    var renderer = PictureRenderer(background: Colour(red: 24, green: 24, blue: 28))
    let full = ImageSize(width: image.width, height: image.height)
    let frame = try renderer.compose(scene, cell: size, image: DecodedImage(image, of: full))
    var carrier = PictureCarriers.carrier(kind, for: capabilities)
    let update = try carrier.update(
      to: frame, cell: ImageSize(width: size.cellWidth, height: size.cellHeight))
    // The shell goes on below the picture, wherever the text above it ended.
    let bytes = update.bytes + Array("\u{1b}[\(size.rows);1H".utf8)
    var left = bytes[...]
    while !left.isEmpty {
      let count = left.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else { return }
      left = left.dropFirst(max(0, count))
    }
  }
}
