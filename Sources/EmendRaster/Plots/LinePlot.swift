public import EmendCore

/// Curves over axes from 0 to 1, such as precision over recall.
public struct LinePlot: Equatable, Sendable {
  public struct Series: Equatable, Sendable {
    public var name: String
    public var colour: Colour
    /// `x` and `y` in `0...1`, in the order in which they are joined.
    public var points: [ImagePoint]

    public init(name: String, colour: Colour, points: [ImagePoint]) {
      self.name = name
      self.colour = colour
      self.points = points
    }
  }

  public var title: String
  public var xTitle: String
  public var yTitle: String
  public var series: [Series]

  public init(title: String, xTitle: String, yTitle: String, series: [Series]) {
    self.title = title
    self.xTitle = xTitle
    self.yTitle = yTitle
    self.series = series
  }

  /// The plot at `width` by `height` pixels, with its legend in the lower left.
  public func drawing(width: Int, height: Int, colours: PlotColours = .dark) -> PlotDrawing {
    var drawing = PlotDrawing(width: width, height: height, colours: colours)
    let line = drawing.lineHeight
    let area = ScreenRect(
      left: drawing.letterWidth * 5, top: line * 5 / 2, right: width - drawing.letterWidth * 2,
      bottom: height - line * 11 / 4)
    guard !area.isEmpty else { return drawing }
    addAxes(to: &drawing, area)
    for one in series {
      let points = one.points.compactMap { place($0, area) }
      drawing.elements.append(.line(points, one.colour, thickness: drawing.scale))
    }
    addLegend(to: &drawing, area)
    return drawing
  }

  /// A grid with a number at every fifth of each axis, and the titles.
  private func addAxes(to drawing: inout PlotDrawing, _ area: ScreenRect) {
    let (letter, line) = (drawing.letterWidth, drawing.lineHeight)
    for step in 0...5 {
      let x = area.left + (area.right - 1 - area.left) * step / 5
      let y = area.bottom - 1 - (area.bottom - 1 - area.top) * step / 5
      let number = step == 5 ? "1.0" : "0.\(step * 2)"
      for ends in [
        [ScreenPoint(x: x, y: area.top), ScreenPoint(x: x, y: area.bottom - 1)],
        [ScreenPoint(x: area.left, y: y), ScreenPoint(x: area.right - 1, y: y)],
      ] {
        drawing.elements.append(.line(ends, drawing.colours.grid, thickness: 1))
      }
      drawing.addText(
        number, in: x - letter * 2..<x + letter * 2, top: area.bottom + line / 2, align: .centre)
      drawing.addText(
        number, in: 0..<area.left - letter / 2, top: y - BitmapFont.height * drawing.scale / 2,
        align: .right)
    }
    drawing.addText(title, in: area.left..<area.right, top: line / 4, align: .centre)
    drawing.addText(yTitle, in: 0..<drawing.width, top: line * 5 / 4, align: .left)
    drawing.addText(
      xTitle, in: area.left..<area.right, top: area.bottom + line * 3 / 2, align: .centre)
  }

  private func addLegend(to drawing: inout PlotDrawing, _ area: ScreenRect) {
    let (letter, line) = (drawing.letterWidth, drawing.lineHeight)
    let rows = min(series.count, max(0, (area.bottom - area.top) / line - 1))
    let left = area.left + letter
    for (row, one) in series.prefix(rows).enumerated() {
      let top = area.bottom - line * (rows - row) - line / 2
      let middle = top + BitmapFont.height * drawing.scale / 2
      drawing.elements.append(
        .rectangle(
          ScreenRect(
            left: left, top: middle - drawing.scale, right: left + letter * 2,
            bottom: middle + drawing.scale), one.colour))
      drawing.addText(
        one.name, in: left + letter * 3..<max(left + letter * 3, area.right), top: top,
        align: .left)
    }
  }

  /// Nil for what is no number; what is outside the axes is put on their edge.
  private func place(_ point: ImagePoint, _ area: ScreenRect) -> ScreenPoint? {
    guard point.x.isFinite, point.y.isFinite else { return nil }
    let (x, y) = (min(max(point.x, 0), 1), min(max(point.y, 0), 1))
    return ScreenPoint(
      x: area.left + Int((x * Double(area.right - 1 - area.left)).rounded()),
      y: area.bottom - 1 - Int((y * Double(area.bottom - 1 - area.top)).rounded()))
  }
}
