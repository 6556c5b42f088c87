import EmendCore
import Testing

@testable import EmendRaster

@Suite struct BasePlaneTests {
  private let cell = TerminalSize(columns: 80, rows: 24, cellWidth: 10, cellHeight: 20)
  private let background = Colour(red: 1, green: 2, blue: 3)
  private let image = DecodedImage(
    PixelImage(width: 60, height: 40, pixels: (0..<7200).map { UInt8(truncatingIfNeeded: $0 * 7) }),
    of: ImageSize(width: 60, height: 40))

  private func scene(zoom: Double = 2, tone: Tone = .neutral, id: Int64 = 1) -> Scene {
    Scene(
      image: ImageID(id), area: CellRect(column: 1, row: 1, columns: 16, rows: 6),
      viewport: Viewport(zoom: zoom, origin: ImagePoint(x: 0, y: 0)), tone: tone, marks: [])
  }

  private func picture(_ scene: Scene) throws -> PixelImage {
    var planes = BasePlanes(background: background)
    return try planes.plane(for: BasePlanes.Key(scene, cell), image).image
  }

  private func colour(_ image: PixelImage, _ x: Int, _ y: Int) -> [UInt8] {
    Array(image.pixels[(y * image.width + x) * 3..<(y * image.width + x) * 3 + 3])
  }

  @Test func aToneChangesTheImageAndNotWhatIsBehindIt() throws {
    let (plain, toned) = (try picture(scene()), try picture(scene(tone: Tone(brightness: 4))))
    for y in 0..<120 {
      for x in 0..<160 {
        let expected =
          x < 120 && y < 80
          ? colour(plain, x, y).map { UInt8(min(255, Int($0) + 51)) } : [1, 2, 3]
        #expect(colour(toned, x, y) == expected)
      }
    }
  }

  @Test func gammaKeepsBlackAndWhiteAndBringsOutTheDark() {
    let table = ToneTable(Tone(gamma: 4))
    // pow(x / 255, 1 / 2) * 255
    #expect([0, 16, 64, 128, 255].map { table[$0] } == [0, 64, 128, 181, 255])
    #expect((1...255).allSatisfy { table[UInt8($0)] >= table[UInt8($0 - 1)] })
  }

  @Test func contrastTurnsAboutTheMiddle() {
    let table = ToneTable(Tone(contrast: 2))
    #expect(
      [0, 64, 100, 127, 128, 150, 192, 255].map { table[$0] }
        == [0, 38, 89, 127, 128, 159, 219, 255])
    #expect((0...255).allSatisfy { ToneTable(.neutral)[$0] == $0 })
  }

  @Test func fromEightToOneOnThinLinesLieBetweenThePixels() throws {
    let shown = try picture(scene(zoom: 8))
    for y in 0..<120 {
      for x in 0..<160 {
        let pixel = Array(
          image.overview.pixels[(y / 8 * 60 + x / 8) * 3..<(y / 8 * 60 + x / 8) * 3 + 3])
        let isLine = (x % 8 == 0 && x > 0) || (y % 8 == 0 && y > 0)
        let (red, green, blue) = PixelGrid.shade(pixel[0], pixel[1], pixel[2])
        #expect(colour(shown, x, y) == (isLine ? [red, green, blue] : pixel))
      }
    }
    let below = try picture(scene(zoom: 7))
    #expect(
      below
        == image.overview.rendered(
          scene(zoom: 7).viewport, width: 160, height: 120, fullSize: image.size,
          background: background))
  }

  @Test func aLineIsTellableFromAnyPixel() {
    for value in UInt8.min...UInt8.max {
      let shade = PixelGrid.shade(value, value, value).0
      #expect(abs(Int(shade) - Int(value)) >= 24, "\(value)")
    }
  }

  @Test func coarsePixelsHaveNoGrid() throws {
    var planes = BasePlanes(background: background)
    let cell = TerminalSize(columns: 80, rows: 24, cellWidth: 1, cellHeight: 2)
    let plane = try planes.plane(for: BasePlanes.Key(scene(zoom: 8), cell), image)
    #expect(
      plane.image
        == image.overview.rendered(
          scene(zoom: 8).viewport, width: 16, height: 12, fullSize: image.size,
          background: background))
  }

  @Test func whatWasPreparedElsewhereIsWhatIsMadeHere() throws {
    var (elsewhere, here, alone) = (
      BasePlanes(background: background), BasePlanes(background: background),
      BasePlanes(background: background)
    )
    _ = try here.plane(for: BasePlanes.Key(scene(id: 7), cell), image)
    try elsewhere.prepare(scene(), cell: cell, image: image)
    here.take(elsewhere)
    // Of another image the pixels would be others: the plane is not made again.
    let other = DecodedImage(
      PixelImage(width: 60, height: 40, pixels: Array(repeating: 0, count: 7200)), of: image.size)
    let taken = try here.plane(for: BasePlanes.Key(scene(), cell), other)
    let made = try alone.plane(for: BasePlanes.Key(scene(), cell), image)
    #expect(taken.image == made.image && taken.pixels == made.pixels)
    let first = try here.plane(for: BasePlanes.Key(scene(id: 7), cell), image)
    #expect(taken.serial != first.serial)
  }

  @Test func theImageBeforeAndTheZoomBeforeAreKept() throws {
    var planes = BasePlanes(background: background)
    func serial(_ scene: Scene) throws -> Int {
      try planes.plane(for: BasePlanes.Key(scene, cell), image).serial
    }
    let first = try serial(scene(id: 1))
    let zoomed = try serial(scene(zoom: 4, id: 1))
    let second = try serial(scene(id: 2))
    #expect(try serial(scene(id: 1)) == first)
    #expect(try serial(scene(id: 2)) == second)
    #expect(try serial(scene(zoom: 4, id: 1)) == zoomed)
    for zoom in 5...40 { _ = try serial(scene(zoom: Double(zoom), id: 3)) }
    #expect(try serial(scene(id: 2)) == second, "whatever is looked at of another image")
    for id in 4...7 { _ = try serial(scene(id: Int64(id))) }
    #expect(try serial(scene(id: 1)) != first, "but not for ever")
  }
}
