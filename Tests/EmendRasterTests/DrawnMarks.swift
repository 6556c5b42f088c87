import EmendCore

@testable import EmendRaster

/// Marks drawn over a grey picture, as text.
enum DrawnMarks {
  static let red = Colour(red: 255, green: 0, blue: 0)

  /// What marks look like: `#` label colour, `.` dark, `o` light, `*` highlight, `g` ghost, `~` the
  /// picture under a veil, ` ` the picture.
  static func rows(
    of marks: [Mark], width: Int = 24, height: Int = 12, zoom: Double = 1,
    detail: OverlayDetail = .fine(scale: 1), look: OverlayLook = OverlayLook(),
    crosshair: ImagePoint? = nil
  ) -> [String] {
    var plane = OverlayPlane(
      width: width, height: height, base: Array(repeating: 0, count: width * height))
    let scene = Scene(
      image: ImageID(1), area: CellRect(column: 0, row: 0, columns: 1, rows: 1),
      viewport: Viewport(zoom: zoom, origin: ImagePoint(x: 0, y: 0)), marks: marks, look: look,
      crosshair: crosshair)
    var colours = OverlayColours(picture: [Colour(red: 90, green: 90, blue: 90)])
    plane.draw(scene, &colours, detail)
    let signs: [UInt8: Character] = [
      240: ".", 241: "o", 242: "g", 243: "*", 244: "#", 255: " ",
    ]
    return (0..<height).map { row in
      String(plane.registers[row * width..<(row + 1) * width].map { signs[$0] ?? "~" })
    }
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
