import EmendCore
import EmendTestSupport
import Foundation
import Testing

@testable import EmendRaster

/// Parts of an image that is too large for its budget, against the image decoded whole.
@Suite struct PartTests {
  private let grey = Colour(red: 9, green: 9, blue: 9)
  /// Half of it is less than the images here take, and a quarter is what they take made smaller.
  private let budget = 2400

  private func noise(_ width: Int, _ height: Int) -> PixelImage {
    var generator = SeededGenerator(seed: 1)
    return PixelImage(
      width: width, height: height,
      pixels: (0..<width * height * 3).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }

  private func file(_ bytes: [UInt8]) throws -> ImagePath {
    let path = FileManager.default.temporaryDirectory.path() + "/part-\(UUID().uuidString)"
    try Data(bytes).write(to: URL(filePath: path))
    return ImagePath(path)
  }

  private func decode(
    _ bytes: [UInt8], _ header: ImageHeader, budget: Int, zoom: Double = 2, folder: String? = nil
  ) throws -> DecodedImage {
    let path = try file(bytes)
    defer {
      try? FileManager.default.removeItem(atPath: String(decoding: path.bytes, as: UTF8.self))
    }
    return try PartDecoder(
      decoder: ImageDecoder(), budget: budget,
      folder: folder ?? FileManager.default.temporaryDirectory.path()
    ).decode(path, header, zoom: zoom)
  }

  /// Views of every corner, the middle and beyond the borders, in an area of 30 by 20 pixels.
  private func viewports(_ size: ImageSize, _ zoom: Double) -> [Viewport] {
    let (width, height) = (Double(size.width), Double(size.height))
    return [(0, 0), (1, 1), (0, 1), (1, 0), (0.5, 0.5), (-0.3, 0.2), (1.2, 0.9), (0.37, 0.61)].map {
      Viewport(
        zoom: zoom,
        origin: ImagePoint(
          x: (width - 30 / zoom) * $0.0, y: (height - 20 / zoom) * $0.1))
    }
  }

  private func expectSame(
    _ parts: DecodedImage, _ whole: PixelImage, zooms: [Double], _ name: String
  ) throws {
    #expect(parts.spool != nil && parts.overview.pixels.count < whole.pixels.count, "\(name)")
    #expect(parts.size == whole.size, "\(name)")
    for zoom in zooms {
      #expect(parts.serves(zoom) && parts.shortage(at: zoom) == nil)
      for viewport in viewports(whole.size, zoom) {
        let part = try parts.part(for: viewport, in: ScreenSize(width: 30, height: 20))
        let shown = part.rendered(viewport, width: 30, height: 20, background: grey)
        let expected = whole.rendered(
          viewport, width: 30, height: 20, fullSize: whole.size, background: grey)
        #expect(shown == expected, "\(name) at \(zoom) from \(viewport.origin)")
      }
    }
  }

  @Test(arguments: 1...8)
  func aPartOfAPNGShowsWhatTheWholeImageDoes(orientation: Int) throws {
    for (width, height) in [(37, 23), (40, 24), (1, 801), (811, 1), (29, 31)] {
      let raw = noise(width, height)
      let header = ImageHeader(format: .png, rawSize: raw.size, orientation: orientation)
      let parts = try decode(try raw.pngBytes(), header, budget: budget)
      try expectSame(
        parts, raw.upright(from: orientation),
        zooms: [0.55, 0.75, 1, 1.5, 3, 7.9, 8, 24, 64],
        "\(width)x\(height), orientation \(orientation)")
    }
  }

  @Test(arguments: ["jpeg", "cmykJPEG", "greyJPEG", "png", "alphaPNG", "palettePNG"])
  func everyFormThatComesInRowsIsReadInParts(_ name: String) throws {
    let bytes = try #require(Fixture.all.first { $0.name == name }).bytes
    let header = try bytes.withUnsafeBytes { buffer throws(ImageError) in
      try ImageHeader.read(buffer)
    }
    for orientation in 1...8 {
      var turned = header
      turned.orientation = orientation
      let whole = try bytes.withUnsafeBytes { buffer throws(ImageError) in
        try ImageDecoder().decode(buffer)
      }
      let parts = try decode(bytes, turned, budget: 800)
      try expectSame(
        parts, whole.upright(from: orientation), zooms: [0.75, 1, 2, 8, 64],
        "\(name), orientation \(orientation)")
    }
  }

  @Test func theSmallImageHasTheMeanOfEachSquare() throws {
    let raw = noise(23, 18)
    for reduction in [2, 4, 5, 8, 32] {
      var reducer = RowReducer(raw.size, by: reduction)
      for y in 0..<raw.height {
        Array(raw.pixels[y * 69..<y * 69 + 69]).withUnsafeBufferPointer { reducer.append($0) }
      }
      let small = reducer.finish()
      #expect(small.width == (23 + reduction - 1) / reduction)
      #expect(small.height == (18 + reduction - 1) / reduction)
      for place in 0..<small.width * small.height {
        let columns = (place % small.width * reduction)..<23
        let rows = (place / small.width * reduction)..<18
        for channel in 0..<3 {
          let values = rows.prefix(reduction).flatMap { y in
            columns.prefix(reduction).map { Int(raw.pixels[(y * 23 + $0) * 3 + channel]) }
          }
          let mean = Double(values.reduce(0, +)) / Double(values.count)
          #expect(abs(Double(small.pixels[place * 3 + channel]) - mean) <= 0.5)
        }
      }
    }
  }

  @Test func whatFitsInHalfOfTheBudgetIsDecodedWhole() throws {
    let raw = noise(20, 20)
    let header = ImageHeader(format: .png, rawSize: raw.size)
    let decoded = try decode(try raw.pngBytes(), header, budget: 2400)
    #expect(decoded.spool == nil && decoded.overview == raw)
    #expect(try decode(try raw.pngBytes(), header, budget: 2398).spool != nil)
  }

  @Test func whatCannotComeInRowsIsDecodedWholeWithinTheBudgetOrRefused() throws {
    for name in ["progressiveJPEG", "interlacedPNG", "webp"] {
      let bytes = try #require(Fixture.all.first { $0.name == name }).bytes
      let header = try bytes.withUnsafeBytes { buffer throws(ImageError) in
        try ImageHeader.read(buffer)
      }
      let whole = try decode(bytes, header, budget: 600)
      #expect(whole.spool == nil && whole.overview.size == header.size)
      let error = #expect(throws: ImageError.self) { try decode(bytes, header, budget: 500) }
      #expect(error?.code == .tooLarge && error?.path != nil, "\(name)")
      #expect(error?.message.contains("picture-memory to 1 or more") == true, "\(name)")
    }
    let bytes = Fixture.progressiveJPEG
    let header = ImageHeader(format: .jpeg, rawSize: ImageSize(width: 16, height: 12))
    #expect(try decode(bytes, header, budget: 500, zoom: 0.25).overview.width == 4)
  }

  @Test func withoutRoomForTheFileTheSmallImageIsShownAndTheReasonGiven() throws {
    let raw = noise(37, 23)
    let header = ImageHeader(format: .png, rawSize: raw.size)
    let decoded = try decode(
      try raw.pngBytes(), header, budget: budget, folder: "/nonexistent folder")
    #expect(decoded.shortage(at: 0.25) == nil)
    let reason = try #require(decoded.shortage(at: 1))
    #expect(reason.message.contains("set TMPDIR"))
    #expect(decoded.serves(1), "asking again brings nothing")
    let viewport = Viewport(zoom: 4, origin: ImagePoint(x: 3, y: 2))
    let part = try decoded.part(for: viewport, in: ScreenSize(width: 30, height: 20))
    #expect(part.image == decoded.overview)
  }

  @Test func aCutOrForeignFileIsRefused() throws {
    let raw = noise(37, 23)
    let bytes = try raw.pngBytes()
    let header = ImageHeader(format: .png, rawSize: raw.size)
    for length in [0, 20, bytes.count / 2, bytes.count - 3] {
      let error = #expect(throws: ImageError.self) {
        try decode(Array(bytes.prefix(length)), header, budget: budget)
      }
      #expect(error?.code == .damaged)
    }
    let jpeg = Fixture.jpeg
    let small = ImageHeader(format: .jpeg, rawSize: ImageSize(width: 16, height: 12))
    for length in stride(from: 0, to: jpeg.count - 2, by: 7) {
      #expect(throws: ImageError.self) {
        try decode(Array(jpeg.prefix(length)), small, budget: 800)
      }
    }
    var wrong = header
    wrong.rawSize.height += 1
    #expect(throws: ImageError.self) { try decode(bytes, wrong, budget: budget) }
  }

  @Test func decodingRowByRowCanBeGivenUp() throws {
    let raw = noise(8, 300)
    let path = try file(try raw.pngBytes())
    var decoder = PartDecoder(
      decoder: ImageDecoder(), budget: budget,
      folder: FileManager.default.temporaryDirectory.path())
    decoder.isCancelled = { true }
    #expect(throws: ImageError.self) {
      try decoder.decode(path, ImageHeader(format: .png, rawSize: raw.size), zoom: 1)
    }
  }
}
