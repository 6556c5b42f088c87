import EmendCore
import EmendRaster
import Testing

@Suite struct RenderedTests {
  private let grey = Colour(red: 9, green: 9, blue: 9)

  /// An image whose red is `red(x, y)`.
  private func image(_ width: Int, _ height: Int, red: (Int, Int) -> Int) -> PixelImage {
    let pixels = (0..<width * height).flatMap { index -> [UInt8] in
      [UInt8(red(index % width, index / width)), 0, 255]
    }
    return PixelImage(width: width, height: height, pixels: pixels)
  }

  private func reds(
    _ image: PixelImage, zoom: Double, x: Double = 0, y: Double = 0, width: Int, height: Int,
    fullSize: ImageSize? = nil
  ) -> [Int] {
    let shown = image.rendered(
      Viewport(zoom: zoom, origin: ImagePoint(x: x, y: y)), width: width, height: height,
      fullSize: fullSize ?? ImageSize(width: image.width, height: image.height), background: grey)
    return stride(from: 0, to: shown.pixels.count, by: 3).map { Int(shown.pixels[$0]) }
  }

  @Test func atOneToOneThePixelsStayAsTheyAre() {
    let image = image(7, 5) { $0 * 30 + $1 }
    #expect(
      reds(image, zoom: 1, width: 7, height: 5).map { $0 } == (0..<35).map { $0 % 7 * 30 + $0 / 7 })
  }

  @Test func shrinkingTakesTheMeanOfTheCoveredPixels() {
    let image = image(6, 4) { x, y in [0, 60, 200, 100, 10, 30][x] + (y % 2) * 20 }
    #expect(reds(image, zoom: 0.5, width: 3, height: 2) == [40, 160, 30, 40, 160, 30])
    #expect(
      reds(self.image(3, 1) { x, _ in [0, 90, 240][x] }, zoom: 2.0 / 3, width: 2, height: 1)
        == [30, 190])
  }

  @Test func enlargingGoesLinearlyBetweenPixels() {
    let image = image(2, 1) { x, _ in x * 100 }
    #expect(
      reds(image, zoom: 4, width: 8, height: 4).prefix(8) == [0, 0, 13, 38, 63, 88, 100, 100])
  }

  @Test func fromEightToOneOnEveryPixelIsABlock() {
    let image = image(2, 1) { x, _ in x * 100 }
    #expect(
      reds(image, zoom: 8, width: 16, height: 8).prefix(16).map { $0 } == Array(
        repeating: 0, count: 8) + Array(repeating: 100, count: 8))
  }

  @Test func outsideTheImageIsBackground() {
    let image = image(2, 2) { _, _ in 200 }
    #expect(
      reds(image, zoom: 1, x: -1, y: -1, width: 4, height: 3) == [
        9, 9, 9, 9, 9, 200, 200, 9, 9, 200, 200, 9,
      ])
    #expect(Set(reds(image, zoom: 1, x: 50, y: 0, width: 3, height: 3)) == [9])
  }

  @Test func aSmallerDecodingIsShownAtTheSamePlace() {
    let small = image(4, 4) { x, y in x * 40 + y * 10 }
    let full = ImageSize(width: 16, height: 16)
    #expect(
      reds(small, zoom: 0.25, width: 4, height: 4, fullSize: full)
        == reds(small, zoom: 1, width: 4, height: 4))
    #expect(
      reds(small, zoom: 0.25, x: 4, y: 8, width: 2, height: 2, fullSize: full) == [
        60, 100, 70, 110,
      ])
  }

  @Test func anEvenImageStaysEvenAtAnyZoom() {
    let image = image(37, 23) { _, _ in 131 }
    for zoom in [0.07, 0.13, 0.31, 0.5, 0.77, 1, 1.3, 3.7, 7.9, 8, 12] {
      let (width, height) = (max(1, Int(37 * zoom)), max(1, Int(23 * zoom)))
      #expect(Set(reds(image, zoom: zoom, width: width, height: height)) == [131], "zoom \(zoom)")
    }
  }
}
