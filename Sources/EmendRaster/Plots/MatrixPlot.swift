import EmendCore

/// Counts in a square, such as a confusion matrix: a row for each true label.
public struct MatrixPlot: Equatable, Sendable {
  public var title: String
  /// Of the rows and of the columns; the last may stand for "nothing there".
  public var names: [String]
  /// `counts[row][column]`, truth by row and prediction by column.
  public var counts: [[Int]]

  /// - Precondition: there is a row for each name and a column in each.
  public init(title: String, names: [String], counts: [[Int]]) {
    precondition(
      counts.count == names.count && counts.allSatisfy { $0.count == names.count },
      "\(names.count) names for \(counts.map(\.count)) counts")
    self.title = title
    self.names = names
    self.counts = counts
  }

  /// The plot at `width` by `height` pixels, each cell shaded by its share of the row.
  public func drawing(width: Int, height: Int, colours: PlotColours = .dark) -> PlotDrawing {
    var drawing = PlotDrawing(width: width, height: height, colours: colours)
    let (letter, line) = (drawing.letterWidth, drawing.lineHeight)
    let longest = min(16, names.map(\.count).max() ?? 0)
    let area = ScreenRect(
      left: letter * (longest + 2), top: line * 7 / 2, right: width - letter,
      bottom: height - line / 2)
    guard !area.isEmpty, !names.isEmpty else { return drawing }
    drawing.addText(title, in: 0..<width, top: line / 4, align: .centre)
    drawing.addText(
      "predicted", in: area.left..<area.right, top: line * 5 / 4, align: .centre)
    drawing.addText("true", in: letter..<area.left, top: line * 9 / 4, align: .left)
    for index in names.indices {
      let cell = cell(index, index, area)
      drawing.addText(
        names[index], in: cell.left..<cell.right, top: line * 9 / 4, align: .centre)
      drawing.addText(
        names[index], in: letter..<area.left - letter / 2,
        top: (cell.top + cell.bottom - BitmapFont.height * drawing.scale) / 2, align: .right)
      addRow(index, to: &drawing, area)
    }
    return drawing
  }

  private func addRow(_ row: Int, to drawing: inout PlotDrawing, _ area: ScreenRect) {
    let total = max(1, counts[row].reduce(0, +))
    for column in names.indices {
      let cell = cell(row, column, area)
      let share = Double(counts[row][column]) / Double(total)
      drawing.elements.append(.rectangle(cell, shade(share, drawing.colours)))
      let text = String(counts[row][column])
      // A number that does not fit is left out; a cut one would say something else.
      let hasRoom =
        text.count * drawing.letterWidth <= cell.right - cell.left
        && BitmapFont.height * drawing.scale <= cell.bottom - cell.top
      guard hasRoom else { continue }
      drawing.addText(
        text, in: cell.left..<cell.right,
        top: (cell.top + cell.bottom - BitmapFont.height * drawing.scale) / 2, align: .centre,
        share > 0.5 ? Colour(red: 255, green: 255, blue: 255) : nil)
    }
  }

  /// The rectangle of a cell, with a pixel between it and the next.
  private func cell(_ row: Int, _ column: Int, _ area: ScreenRect) -> ScreenRect {
    func edge(_ index: Int, _ low: Int, _ high: Int) -> Int {
      low + (high - low) * index / names.count
    }
    let (left, top) = (
      edge(column, area.left, area.right), edge(row, area.top, area.bottom)
    )
    return ScreenRect(
      left: left, top: top, right: max(left, edge(column + 1, area.left, area.right) - 1),
      bottom: max(top, edge(row + 1, area.top, area.bottom) - 1))
  }

  /// From the background at 0 to blue at 1.
  private func shade(_ share: Double, _ colours: PlotColours) -> Colour {
    func mixed(_ low: UInt8, _ high: Double) -> UInt8 {
      UInt8((Double(low) + (high - Double(low)) * min(max(share, 0), 1)).rounded())
    }
    let plain = colours.background
    return Colour(
      red: mixed(plain.red, 30), green: mixed(plain.green, 100), blue: mixed(plain.blue, 200))
  }
}
