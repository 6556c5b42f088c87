import EmendCore
import EmendRaster
import Testing

@Suite struct HeaderTests {
  static let formats: [(name: String, bytes: [UInt8], format: ImageFormat)] = [
    ("jpeg", Fixture.jpeg, .jpeg), ("progressive", Fixture.progressiveJPEG, .jpeg),
    ("png", Fixture.png, .png), ("interlaced", Fixture.interlacedPNG, .png),
    ("webp", Fixture.webp, .webp), ("lossy webp", Fixture.lossyWebP, .webp),
  ]

  @Test(arguments: formats.indices)
  func theHeaderGivesFormatAndSize(_ row: Int) throws {
    let (name, bytes, format) = Self.formats[row]
    let header = try bytes.withUnsafeBytes { try ImageHeader.read($0) }
    #expect(header.format == format, "\(name)")
    #expect(header.rawSize == ImageSize(width: 16, height: 12), "\(name)")
    #expect(header.orientation == 1, "\(name)")
  }

  @Test func aTurnedImageSwapsItsSides() {
    for orientation in 1...8 {
      let header = ImageHeader(
        format: .jpeg, rawSize: ImageSize(width: 16, height: 12), orientation: orientation)
      let isTurned = header.size == ImageSize(width: 12, height: 16)
      #expect(isTurned == (orientation >= 5), "orientation \(orientation)")
    }
  }

  @Test(arguments: [
    ("GIF89a, and more", "GIF"), ("BM, and more", "BMP"), ("II*\0 and more", "TIFF"),
    ("....ftypheic", "HEIC"), ("....ftypavif", "AVIF"), ("%PDF-1.7", "PDF"),
    ("hello, world", "not an image"), ("", "empty"),
  ])
  func otherFormatsAreRefusedByName(_ start: String, _ word: String) throws {
    let error = #expect(throws: ImageError.self) {
      try Array(start.utf8).withUnsafeBytes { try ImageHeader.read($0) }
    }
    #expect(try #require(error).message.contains(word))
  }

  @Test func aSizeOfZeroIsDamage() {
    var bytes = Fixture.png
    for index in 16..<20 { bytes[index] = 0 }
    let error = #expect(throws: ImageError.self) {
      try bytes.withUnsafeBytes { try ImageHeader.read($0) }
    }
    #expect(error?.code == .damaged)
  }

  @Test func anAnimationIsRefusedWithASentence() {
    let error = #expect(throws: ImageError.self) {
      try Fixture.animatedWebP.withUnsafeBytes { try ImageHeader.read($0) }
    }
    #expect(error?.code == .unsupported)
    #expect(error?.message.contains("animated") == true)
  }
}
