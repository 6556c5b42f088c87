import EmendCore

extension PlotDrawing {
  /// The plot as the text of an SVG 1.1 file, the same bytes for the same plot.
  public func svg() -> String {
    var lines = [
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" font-family="monospace" font-size="\(10 * scale)">
      """,
      "<rect width=\"\(width)\" height=\"\(height)\" fill=\"\(hex(colours.background))\"/>",
    ]
    lines += elements.map(line)
    lines.append("</svg>\n")
    return lines.joined(separator: "\n")
  }

  private func line(_ element: Element) -> String {
    switch element {
    case .rectangle(let area, let colour):
      return """
        <rect x="\(area.left)" y="\(area.top)" width="\(area.right - area.left)" \
        height="\(area.bottom - area.top)" fill="\(hex(colour))"/>
        """
    case .line(let points, let colour, let thickness):
      let places = points.map { "\($0.x),\($0.y)" }.joined(separator: " ")
      return """
        <polyline points="\(places)" fill="none" stroke="\(hex(colour))" \
        stroke-width="\(thickness)"/>
        """
    case .text(let text, let at, let colour):
      // SVG places text by its baseline.
      return """
        <text x="\(at.x)" y="\(at.y + BitmapFont.height * scale)" fill="\(hex(colour))" \
        textLength="\(text.count * letterWidth)" xml:space="preserve">\(escaped(text))</text>
        """
    }
  }

  private func hex(_ colour: Colour) -> String {
    let digits = [colour.red, colour.green, colour.blue].map { channel in
      (channel < 16 ? "0" : "") + String(channel, radix: 16)
    }
    return "#" + digits.joined()
  }

  /// XML's own characters escaped; control characters, which XML may not hold, left out.
  private func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case let control where control.value < 0x20 || control.value == 0x7f: ""
      default: String(scalar)
      }
    }.joined()
  }
}
