import EmendCore
import EmendRaster
import Testing

@Suite struct DecoderTests {
  /// The colour of each quarter: top left, top right, bottom left, bottom right.
  private func quarters(_ image: PixelImage) -> [String] {
    [(1, 1), (3, 1), (1, 3), (3, 3)].map { column, row in
      let place = (image.height * row / 4 * image.width + image.width * column / 4) * 3
      return image.pixels[place..<place + 3].map { $0 > 127 ? "1" : "0" }.joined()
    }
  }

  private func decode(_ bytes: [UInt8], limit: Int = 1000, atLeast: ImageSize? = nil) throws
    -> PixelImage
  {
    try bytes.withUnsafeBytes {
      try ImageDecoder(pixelLimit: limit).decode($0, atLeast: atLeast)
    }
  }

  @Test(arguments: Fixture.all.map(\.name).filter { $0 != "greyJPEG" })
  func everyFormatGivesTheSamePicture(_ name: String) throws {
    let bytes = try #require(Fixture.all.first { $0.name == name }).bytes
    let image = try decode(bytes)
    #expect(image.width == 16 && image.height == 12)
    #expect(quarters(image) == ["100", "010", "001", "111"])
  }

  @Test func greyIsRepeatedInEachChannel() throws {
    let image = try decode(Fixture.greyJPEG)
    for pixel in 0..<image.width * image.height {
      #expect(Set(image.pixels[pixel * 3..<pixel * 3 + 3]).count == 1)
    }
  }

  /// Where EXIF's orientations put the stored quarters, from the specification's drawing.
  @Test(arguments: [
    (1, ["100", "010", "001", "111"]), (2, ["010", "100", "111", "001"]),
    (3, ["111", "001", "010", "100"]), (4, ["001", "111", "100", "010"]),
    (5, ["100", "001", "010", "111"]), (6, ["001", "100", "111", "010"]),
    (7, ["111", "010", "001", "100"]), (8, ["010", "111", "100", "001"]),
  ])
  func anOrientationIsUndone(_ orientation: Int, _ expected: [String]) throws {
    for var bytes in [Fixture.jpeg, Fixture.webp, Fixture.png] {
      let tag = try #require(
        bytes.indices.first { index in
          bytes[index...].starts(with: [0x01, 0x12, 0, 3, 0, 0, 0, 1])
            || bytes[index...].starts(with: [0x12, 0x01, 3, 0, 1, 0, 0, 0])
        })
      bytes[tag + (bytes[tag] == 1 ? 9 : 8)] = UInt8(orientation)
      let image = try decode(bytes)
      #expect(quarters(image) == expected)
      #expect(image.width == (orientation >= 5 ? 12 : 16))
    }
  }

  @Test func theLimitIsCheckedBeforeMemoryIsTaken() throws {
    #expect(throws: ImageError.self) { try decode(Fixture.png, limit: 16 * 12 - 1) }
    _ = try decode(Fixture.png, limit: 16 * 12)
    var lying = Fixture.jpeg
    let frame = try #require(lying.indices.first { lying[$0...].starts(with: [0xff, 0xc0]) })
    for index in frame + 5..<frame + 9 { lying[index] = 0xff }
    let error = #expect(throws: ImageError.self) { try decode(lying, limit: 500_000_000) }
    #expect(error?.code == .tooLarge)
  }

  @Test(arguments: [
    (ImageSize(width: 8, height: 6), 8), (ImageSize(width: 9, height: 6), 16),
    (ImageSize(width: 2, height: 1), 2), (ImageSize(width: 100, height: 1), 16),
  ])
  func aJPEGIsScaledDownNoFurtherThanAsked(_ atLeast: ImageSize, _ width: Int) throws {
    #expect(try decode(Fixture.jpeg, atLeast: atLeast).width == width)
  }

  @Test(arguments: Fixture.all.map(\.name))
  func aCutFileIsRefusedWhereverItIsCut(_ name: String) throws {
    let bytes = try #require(Fixture.all.first { $0.name == name }).bytes
    for length in 0..<bytes.count - 1 where !endsInMetadata(name, bytes.count - length) {
      #expect(throws: ImageError.self, "\(length) of \(bytes.count) bytes") {
        try decode(Array(bytes.prefix(length)))
      }
    }
  }

  @Test func fillingBeforeTheEndOfAJPEGIsHarmless() throws {
    let body: [UInt8] = Fixture.jpeg.dropLast(2) + Array(repeating: 0, count: 9)
    let filled = body + [0xff, 0xd9]
    #expect(try decode(filled) == decode(Fixture.jpeg))
    #expect(throws: ImageError.self) { try decode(body) }
  }

  /// WebP keeps EXIF behind the pixels, which are whole without it.
  private func endsInMetadata(_ name: String, _ missing: Int) -> Bool {
    name == "webp" && missing < 60
  }

  @Test(arguments: Fixture.all.map(\.name))
  func aChangedFileIsDecodedOrRefusedAndNeverWorse(_ name: String) throws {
    let bytes = try #require(Fixture.all.first { $0.name == name }).bytes
    var state: UInt64 = 0x9e37_79b9_7f4a_7c15
    for _ in 0..<600 {
      var changed = bytes
      for _ in 0..<Int(next(&state) % 4) + 1 {
        changed[Int(next(&state) % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: next(&state))
      }
      do {
        let image = try decode(changed, limit: 100_000)
        #expect(image.pixels.count == image.width * image.height * 3)
      } catch let error as ImageError {
        #expect(!error.message.isEmpty)
        #expect(error.description.unicodeScalars.allSatisfy { $0.value >= 0x20 })
      }
    }
  }

  /// A step of xorshift.
  private func next(_ state: inout UInt64) -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }

  @Test func aPNGThatWeWroteComesBackAsItWas() throws {
    let image = PixelImage(width: 5, height: 3, pixels: (0..<45).map { UInt8($0 * 5) })
    #expect(try decode(image.pngBytes()) == image)
  }

  @Test func aMissingFileIsNamed() {
    let error = #expect(throws: ImageError.self) {
      _ = try FileBytes(ImagePath("/nowhere/a\u{1b}[31m.jpg")).count
    }
    #expect(error?.code == .unreadable)
    #expect(error?.description.hasPrefix("/nowhere/a\\x1b[31m.jpg: ") == true)
  }

  @Test func anErrorInAFilesBytesNamesTheFile() throws {
    let path = ImagePath("/proc/self/cmdline")
    let error = #expect(throws: ImageError.self) {
      try FileBytes(path).withBytes { bytes throws(ImageError) in try ImageHeader.read(bytes) }
    }
    #expect(error?.description.hasPrefix("/proc/self/cmdline: is empty") == true)
  }

  @Test func aFolderOrADeviceIsNoImage() {
    for path in ["/", "/dev/null"] {
      #expect(throws: ImageError.self) { _ = try FileBytes(ImagePath(path)).count }
    }
  }
}
