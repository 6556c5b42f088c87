import Dispatch
import EmendCore
import EmendTestSupport
import Testing

@testable import EmendRaster

@Suite struct QualityTests {
  private let black = Colour(red: 0, green: 0, blue: 0)

  /// Slow ramps with grain, as photographs have.
  private func photo(_ width: Int, _ height: Int, seed: UInt64 = 1) -> PixelImage {
    var random = SeededGenerator(seed: seed)
    let pixels = (0..<width * height).flatMap { place -> [UInt8] in
      let (x, y) = (place % width, place / width)
      let grain = Int.random(in: -8...8, using: &random)
      let levels = [x * 200 / width, y * 200 / height, (x + y) * 200 / (width + height)]
      return levels.map { UInt8(clamping: $0 + 25 + grain) }
    }
    return PixelImage(width: width, height: height, pixels: pixels)
  }

  private func error(_ image: PixelImage, _ pixel: Int, _ colour: Colour) -> Int {
    let shown = [colour.red, colour.green, colour.blue]
    return shown.indices.reduce(0) { sum, channel in
      let difference = Int(shown[channel]) - Int(image.pixels[pixel * 3 + channel])
      return sum + difference * difference
    }
  }

  @Test func theNearestColourIsTheOneThatComparingAllFinds() {
    var random = SeededGenerator(seed: 7)
    for count in [1, 3, 4, 17, 240] {
      let colours = (0..<count).map { _ in
        SIMD4(
          Float(Int.random(in: 0...255, using: &random)),
          Float(Int.random(in: 0...99, using: &random)),
          Float(Int.random(in: 0...255, using: &random)), 0)
      }
      var finder = NearestColours(colours.indices.map { ($0 + 5, colours[$0]) })
      for _ in 0..<500 {
        let place = SIMD4(
          Float.random(in: 0..<256, using: &random), Float.random(in: 0..<256, using: &random),
          Float.random(in: 0..<256, using: &random), 0)
        let distances = colours.map { (($0 - place) * ($0 - place)).sum() }
        let found = finder.index(nearestTo: place) - 5
        #expect(distances[found] - (distances.min() ?? 0) <= 0.01, "\(count) colours")
      }
    }
  }

  @Test func equalColoursAreFoundByTheLowerNumber() {
    let grey = SIMD4<Float>(9, 9, 9, 0)
    var finder = NearestColours([(4, grey), (2, grey), (3, grey), (1, grey * 20), (0, grey * 8)])
    #expect(finder.index(nearestTo: grey + 1) == 2)
  }

  @Test(arguments: PictureQuality.allCases)
  func noPixelIsWorseThanThePriceOfANewColour(_ quality: PictureQuality) {
    let image = photo(90, 65)
    var palette = Palette(for: image, quality: quality, count: 239, and: black)
    let nearest = palette.indices(for: image, quality: .best)
    let chosen = palette.indices(for: image, quality: quality)
    let price = quality.prices?.new ?? 0
    let worse = nearest.indices.filter { pixel in
      let least = error(image, pixel, palette.colours[Int(nearest[pixel])])
      let error = error(image, pixel, palette.colours[Int(chosen[pixel])])
      // Comparing in 7 bits a channel moves each difference by at most one of 2.
      let rounding = 8 * Double(max(least, error)).squareRoot() + 16
      return Double(error) > Double(least + price) + rounding
    }
    #expect(worse.isEmpty)
    #expect((nearest == chosen) == (quality == .best))
  }

  @Test func eachQualityTakesFewerBytesThanTheOneBefore() throws {
    let image = photo(200, 120)
    let counts = try PictureQuality.allCases.map { quality in
      var palette = Palette(for: image, quality: quality, count: 239, and: black)
      let frame = IndexedImage(
        width: 200, height: 120, indices: palette.indices(for: image, quality: quality),
        palette: palette.colours)
      #expect(frame.palette.count == 240)
      return try frame.sixelBytes(of: ScreenRect(left: 0, top: 0, right: 200, bottom: 120)).count
    }
    #expect(Double(counts[1]) < 0.9 * Double(counts[0]))
    #expect(Double(counts[2]) < 0.6 * Double(counts[0]))
  }

  @Test func aSlowLinkGets64Colours() {
    let image = photo(120, 90)
    var palette = Palette(for: image, quality: .slow, count: 239, and: black)
    let used = Set(palette.indices(for: image, quality: .slow))
    #expect(used.count > 40)
    #expect(used.allSatisfy { $0 < 63 || $0 == 239 })
  }

  @Test func theCommonestColoursHaveTheShortestNumbers() {
    var image = photo(200, 120)
    for pixel in 0..<image.width * image.height where pixel % 4 > 0 {
      for channel in 0..<3 { image.pixels[pixel * 3 + channel] = pixel % 4 == channel ? 250 : 9 }
    }
    var palette = Palette(for: image, count: 239, and: black)
    let indices = palette.indices(for: image, quality: .best)
    #expect(indices.count { $0 < 3 } * 4 >= indices.count * 3)
  }

  @Test(arguments: PictureQuality.allCases, [1, 7, 64])
  func indicesAreTheSameEachTimeAndForEverySpreading(_ quality: PictureQuality, rows: Int) {
    let image = photo(70, rows)
    let made = (0..<3).map { attempt in
      var palette = Palette(for: image, quality: quality, count: 239, and: black)
      return palette.indices(for: image, quality: quality) { count, body in
        switch attempt {
        case 0: for number in 0..<count { body(number) }
        case 1: for number in (0..<count).reversed() { body(number) }
        default: DispatchQueue.concurrentPerform(iterations: count, execute: body)
        }
      }
    }
    #expect(made[0] == made[1])
    #expect(made[0] == made[2])
  }
}
