import EmendCore
import EmendRaster
import EmendTerminal
import Glibc

/// Shows a drawing in the terminal, below what was printed so far.
struct PlotScreen {
  private let picture: StillPicture

  /// Nil when standard output is no terminal.
  init?() {
    // A terminal that cannot be asked shows the measures as text alone.
    guard isatty(STDOUT_FILENO) == 1, isatty(STDIN_FILENO) == 1,
      let found = try? TerminalProbe.run(input: STDIN_FILENO, output: STDOUT_FILENO).capabilities
    else { return nil }
    let choice = try? GraphicsWish.auto.choice(on: found)
    picture = StillPicture(choice?.kind ?? .blocks, on: found)
  }

  /// Cells are too coarse for text, so that a plot is drawn for pixels alone.
  var canShowText: Bool { picture.kind.hasPixels }

  /// Draws what `make` gives for a width and height in pixels.
  func show(_ make: (Int, Int) -> PlotDrawing) throws {
    let size = picture.size
    let rows = min(24, size.rows - 2)
    let columns = min(size.columns, rows * 2 * size.cellHeight / size.cellWidth / 2 + 20)
    guard rows > 4, columns > 20 else { return }
    let image = make(columns * size.cellWidth, rows * size.cellHeight).image()
    try picture.show(image, columns: columns, rows: rows)
  }
}
