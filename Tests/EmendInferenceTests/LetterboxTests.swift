import EmendCore
import EmendRaster
import Testing

@testable import EmendInference

@Suite struct LetterboxTests {
  struct Case: CustomTestStringConvertible {
    var image: (Int, Int)
    var padding: Placement.Padding
    var content: (Int, Int)
    var corner: (Int, Int)
    var input: (Int, Int)
    var testDescription: String { "\(image) \(padding)" }
  }

  /// Worked out by hand from `round(side * scale)` and `round(spare / 2 - 0.1)`.
  @Test(arguments: [
    Case(
      image: (320, 320), padding: .whole, content: (320, 320), corner: (0, 0), input: (320, 320)),
    Case(
      image: (640, 480), padding: .whole, content: (320, 240), corner: (0, 40), input: (320, 320)),
    Case(
      image: (640, 480), padding: .least(stride: 32), content: (320, 240), corner: (0, 8),
      input: (320, 256)),
    Case(
      image: (500, 375), padding: .whole, content: (320, 240), corner: (0, 40), input: (320, 320)),
    Case(
      image: (333, 517), padding: .whole, content: (206, 320), corner: (57, 0), input: (320, 320)),
    Case(
      image: (321, 243), padding: .whole, content: (320, 242), corner: (0, 39), input: (320, 320)),
    Case(
      image: (100, 33), padding: .whole, content: (320, 106), corner: (0, 107), input: (320, 320)),
    Case(
      image: (100, 33), padding: .least(stride: 32), content: (320, 106), corner: (0, 11),
      input: (320, 128)),
    Case(image: (3000, 3), padding: .whole, content: (320, 1), corner: (0, 159), input: (320, 320)),
  ])
  func anImageIsScaledAndCentred(row: Case) {
    let letterbox = Placement(
      fitting: ImageSize(width: row.image.0, height: row.image.1),
      into: ImageSize(width: 320, height: 320), padding: row.padding)
    #expect(letterbox.contentSize == ImageSize(width: row.content.0, height: row.content.1))
    #expect((letterbox.left, letterbox.top) == row.corner)
    #expect(letterbox.inputSize == ImageSize(width: row.input.0, height: row.input.1))
  }

  @Test func aBoxThereAndBackIsTheSameBox() {
    for (width, height) in [(640, 480), (333, 517), (97, 400), (1000, 640), (5, 5)] {
      let letterbox = Placement(
        fitting: ImageSize(width: width, height: height), into: ImageSize(width: 320, height: 256))
      let gainX = Float(letterbox.contentSize.width) / Float(width)
      let gainY = Float(letterbox.contentSize.height) / Float(height)
      let box = Corners(
        left: 0.25 * Float(width), top: 0.5 * Float(height), right: Float(width),
        bottom: Float(height))
      let input = Corners(
        left: box.left * gainX + Float(letterbox.left),
        top: box.top * gainY + Float(letterbox.top),
        right: box.right * gainX + Float(letterbox.left),
        bottom: box.bottom * gainY + Float(letterbox.top))
      let back = letterbox.imageCorners(of: input)
      for (one, other) in [
        (back.left, box.left), (back.top, box.top), (back.right, box.right),
        (back.bottom, box.bottom),
      ] {
        #expect(abs(one - other) < 1e-3)
      }
    }
  }

  @Test func aBoxInTheGreyIsClippedToTheImage() {
    let letterbox = Placement(
      fitting: ImageSize(width: 640, height: 480), into: ImageSize(width: 320, height: 320))
    let corners = letterbox.imageCorners(of: Corners(left: -9, top: 0, right: 999, bottom: 320))
    #expect(corners == Corners(left: 0, top: 0, right: 640, bottom: 480))
  }

  @Test func greySurroundsTheImage() {
    let image = PixelImage(width: 2, height: 1, pixels: [0, 51, 102, 153, 204, 255])
    let letterbox = Placement(
      fitting: ImageSize(width: 2, height: 1), into: ImageSize(width: 2, height: 3))
    var values = [Float](repeating: -1, count: 18)
    values.withUnsafeMutableBufferPointer {
      LinearWriter().write(image, letterbox, padding: 114 / 255, to: $0)
    }
    let bytes: [Float] = [
      114, 114, 0, 153, 114, 114,
      114, 114, 51, 204, 114, 114,
      114, 114, 102, 255, 114, 114,
    ]
    #expect(values == bytes.map { $0 / 255 })
  }

  @Test func aWriterMayServeImagesOfManySizes() {
    let writer = LinearWriter()
    func values(_ width: Int, _ height: Int, _ writer: LinearWriter) -> [Float] {
      let pixels = (0..<width * height * 3).map { UInt8(truncatingIfNeeded: $0 &* 37) }
      let letterbox = Placement(
        fitting: ImageSize(width: width, height: height), into: ImageSize(width: 32, height: 32))
      var values = [Float](repeating: -1, count: 3 * 32 * 32)
      values.withUnsafeMutableBufferPointer {
        writer.write(
          PixelImage(width: width, height: height, pixels: pixels), letterbox,
          padding: 114 / 255, to: $0)
      }
      return values
    }
    for (width, height) in [(50, 20), (7, 90), (64, 64), (50, 20), (32, 32), (33, 31)] {
      let fresh = values(width, height, LinearWriter())
      #expect(values(width, height, writer) == fresh)
      #expect(fresh.allSatisfy { (0...1).contains($0) })
    }
  }
}
