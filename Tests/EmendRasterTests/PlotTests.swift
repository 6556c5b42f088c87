import EmendCore
import EmendRaster
import Testing

@Suite struct PlotTests {
  private let green = Colour(red: 0, green: 200, blue: 0)

  private func plot(_ points: [ImagePoint], name: String = "dent") -> LinePlot {
    LinePlot(
      title: "PR", xTitle: "recall", yTitle: "precision",
      series: [LinePlot.Series(name: name, colour: green, points: points)])
  }

  /// Whether any pixel has the colour.
  private func shows(_ colour: Colour, _ image: PixelImage) -> Bool {
    stride(from: 0, to: image.pixels.count, by: 3).contains { place in
      Array(image.pixels[place..<place + 3]) == [colour.red, colour.green, colour.blue]
    }
  }

  @Test func aCurveIsDrawnInItsColourAndItsPlace() {
    let line = plot([ImagePoint(x: 0, y: 0.5), ImagePoint(x: 1, y: 0.5)])
    let image = line.drawing(width: 300, height: 200).image()
    #expect(image.width == 300 && image.height == 200)
    let rows = (0..<200).filter { row in
      let place = (row * 300 + 150) * 3
      return image.pixels[place + 1] == 200 && image.pixels[place] == 0
    }
    #expect(rows.count == 1 && (70...110).contains(rows[0]))
  }

  @Test func aPlotOfAnySizeAndAnyNumbersIsDrawn() {
    let points = [-1, 0, 0.5, 2, .nan, .infinity].map { ImagePoint(x: $0, y: $0) }
    let matrix = MatrixPlot(title: "m", names: ["a", "b"], counts: [[1, 0], [0, 1_000_000]])
    for side in [1, 5, 17, 40, 90, 500] {
      let curve = plot(points).drawing(width: side, height: 2 * side).image()
      #expect(curve.width == side && curve.height == 2 * side)
      #expect(matrix.drawing(width: 2 * side, height: side).image().height == side)
    }
  }

  @Test func svgTextHoldsNoMarkupOfANameAndNoControls() {
    let text = plot([ImagePoint(x: 0, y: 1)], name: "<b>&\u{1b}[31m").drawing(
      width: 400, height: 300, colours: .light
    ).svg()
    #expect(text.contains("&lt;b&gt;&amp;[31m"))
    #expect(text.hasPrefix("<svg xmlns=") && text.hasSuffix("</svg>\n"))
    #expect(text.contains("#00c800"))
  }

  @Test func aMatrixIsShadedByTheShareOfItsRow() {
    let matrix = MatrixPlot(title: "m", names: ["a", "b"], counts: [[10, 0], [5, 5]])
    let image = matrix.drawing(width: 300, height: 200).image()
    #expect(shows(Colour(red: 30, green: 100, blue: 200), image))
    #expect(shows(Colour(red: 25, green: 60, blue: 112), image))
  }
}
