import EmendCore

@testable import EmendRaster

/// Marks drawn over a grey picture, as text.
enum DrawnMarks {
  static let red = Colour(red: 255, green: 0, blue: 0)

  /// What marks look like: `#` label colour, `.` dark, `o` light, `*` highlight, `g` ghost, `+` a
  /// veil of the label's colour, `~` a dark one, ` ` the picture.
  static func rows(
    of marks: [Mark], width: Int = 24, height: Int = 12, zoom: Double = 1,
    detail: OverlayDetail = .fine(scale: 1), look: OverlayLook = OverlayLook(),
    crosshair: ImagePoint? = nil, points: [PromptPoint] = [], probe: ImagePoint? = nil
  ) -> [String] {
    let scene = Scene(
      image: ImageID(1), area: CellRect(column: 0, row: 0, columns: 1, rows: 1),
      viewport: Viewport(zoom: zoom, origin: ImagePoint(x: 0, y: 0)), marks: marks, look: look,
      crosshair: crosshair, points: points, probe: probe)
    let base = Self.grey(width, height)
    var painter = OverlayPainter()
    let drawn = painter.draw(scene, over: base, detail)
    let signs: [UInt8: Character] = [
      1: " ", 2: "+", 240: ".", 241: "o", 242: "g", 243: "*", 244: "#",
    ]
    return (0..<height).map { row in
      String(drawn.indices[row * width..<(row + 1) * width].map { signs[$0] ?? "~" })
    }
  }

  /// A picture of register 1; a veil makes other registers of it.
  static func grey(_ width: Int, _ height: Int) -> BasePlane {
    let colours = [(40, 40), (90, 90), (150, 60)].map {
      Colour(red: $0, green: $1, blue: $1)
    }
    let pixels = IndexedImage(
      width: width, height: height, indices: Array(repeating: 1, count: width * height),
      palette: colours)
    let image = PixelImage(
      width: width, height: height, pixels: Array(repeating: 90, count: width * height * 3))
    return BasePlane(serial: 1, image: image, pixels: pixels)
  }

  static func box(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: Mark.Style,
    edge: BoxEdge? = nil, tag: Mark.Tag? = nil
  ) -> Mark {
    Mark(
      shape: .box(Box(x: x, y: y, width: width, height: height)), style: style, colour: red,
      edge: edge, tag: tag)
  }
}
