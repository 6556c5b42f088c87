import EmendCore

extension PlotDrawing {
  /// The plot as pixels, which take the same way to the terminal as any image.
  public func image() -> PixelImage {
    var image = PixelImage(
      width: width, height: height, pixels: Array(repeating: 0, count: width * height * 3))
    image.fill(
      ScreenRect(left: 0, top: 0, right: width, bottom: height), colours.background)
    for element in elements {
      switch element {
      case .rectangle(let area, let colour): image.fill(area, colour)
      case .text(let text, let at, let colour):
        image.draw(text, at: at, scale: scale, colour)
      case .line(let points, let colour, let thickness):
        for (start, end) in zip(points, points.dropFirst()) {
          image.drawLine(from: start, to: end, thickness: thickness, colour)
        }
      }
    }
    return image
  }
}

extension PixelImage {
  /// Fills a rectangle; what lies outside the image is cut.
  mutating func fill(_ area: ScreenRect, _ colour: Colour) {
    let visible = area.intersection(ScreenRect(left: 0, top: 0, right: width, bottom: height))
    guard !visible.isEmpty else { return }
    for y in visible.top..<visible.bottom {
      for x in visible.left..<visible.right {
        let place = (y * width + x) * 3
        pixels[place] = colour.red
        pixels[place + 1] = colour.green
        pixels[place + 2] = colour.blue
      }
    }
  }

  /// Writes one line of text, `scale` pixels a dot.
  fileprivate mutating func draw(_ text: String, at: ScreenPoint, scale: Int, _ colour: Colour) {
    for (index, letter) in text.unicodeScalars.enumerated() {
      let left = at.x + index * BitmapFont.advance * scale
      for row in 0..<BitmapFont.height {
        for column in 0..<BitmapFont.width
        where BitmapFont.draws(letter, column: column, row: row) {
          let (x, y) = (left + column * scale, at.y + row * scale)
          fill(ScreenRect(left: x, top: y, right: x + scale, bottom: y + scale), colour)
        }
      }
    }
  }

  /// A straight line of squares, `thickness` pixels wide.
  fileprivate mutating func drawLine(
    from start: ScreenPoint, to end: ScreenPoint, thickness: Int, _ colour: Colour
  ) {
    let steps = max(abs(end.x - start.x), abs(end.y - start.y), 1)
    for step in 0...steps {
      // Rounded to the nearest pixel, upwards from the middle.
      let x = start.x + (2 * (end.x - start.x) * step + steps) / (2 * steps)
      let y = start.y + (2 * (end.y - start.y) * step + steps) / (2 * steps)
      let (left, top) = (x - thickness / 2, y - thickness / 2)
      fill(
        ScreenRect(left: left, top: top, right: left + thickness, bottom: top + thickness), colour)
    }
  }
}
