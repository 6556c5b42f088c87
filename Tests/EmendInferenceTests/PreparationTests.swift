import EmendCore
import EmendRaster
import Testing

@testable import EmendInference

@Suite struct PreparationTests {
  struct Case: CustomTestStringConvertible {
    var fit: Preparation.Fit
    var image: (Int, Int)
    var content: (Int, Int)
    var corner: (Int, Int)
    var input: (Int, Int)
    var testDescription: String { "\(fit) of \(image)" }
  }

  /// Worked out by hand from torchvision's `Resize` and `CenterCrop`, and transformers'
  /// `get_size_with_aspect_ratio`.
  @Test(arguments: [
    Case(fit: .stretch, image: (50, 20), content: (32, 32), corner: (0, 0), input: (32, 32)),
    Case(fit: .pad, image: (50, 20), content: (32, 13), corner: (0, 0), input: (32, 32)),
    Case(
      fit: .crop(shorter: 36, by: .torchvision), image: (97, 50), content: (69, 36),
      corner: (-18, -2), input: (32, 32)),
    Case(
      fit: .crop(shorter: 37, by: .torchvision), image: (50, 50), content: (37, 37),
      corner: (-2, -2), input: (32, 32)),
    Case(
      fit: .crop(shorter: 39, by: .torchvision), image: (50, 50), content: (39, 39),
      corner: (-4, -4), input: (32, 32)),
    Case(
      fit: .crop(shorter: 39, by: .transformers), image: (50, 50), content: (39, 39),
      corner: (-3, -3), input: (32, 32)),
    Case(
      fit: .crop(shorter: 20, by: .torchvision), image: (40, 40), content: (20, 20),
      corner: (6, 6), input: (32, 32)),
    Case(
      fit: .within(longer: 100, step: 1), image: (50, 20), content: (80, 32), corner: (0, 0),
      input: (80, 32)),
    Case(
      fit: .within(longer: 60, step: 1), image: (50, 20), content: (60, 24), corner: (0, 0),
      input: (60, 24)),
    Case(
      fit: .within(longer: 60, step: 16), image: (50, 20), content: (64, 32), corner: (0, 0),
      input: (64, 32)),
  ])
  func anImageIsPlacedAsItsLibraryPlacesIt(row: Case) {
    let preparation = Preparation(size: ImageSize(width: 32, height: 32), fit: row.fit)
    let placement = preparation.placement(
      of: ImageSize(width: row.image.0, height: row.image.1), isSizeFree: true)
    #expect(placement.contentSize == ImageSize(width: row.content.0, height: row.content.1))
    #expect((placement.left, placement.top) == row.corner)
    #expect(placement.inputSize == ImageSize(width: row.input.0, height: row.input.1))
  }

  @Test func aByteBecomesTheValueThatTheModelKnows() {
    var preparation = Preparation(
      size: ImageSize(width: 1, height: 1), fit: .stretch, mean: [0.5, 0.25, 0],
      deviation: [0.5, 0.25, 1])
    #expect(preparation.values(ofChannel: 0)[255] == 1)
    #expect(preparation.values(ofChannel: 1)[0] == -1)
    preparation.scale = 1
    #expect(preparation.values(ofChannel: 2)[77] == 77)
  }

  @Test(arguments: Preparation.Resampling.allCases)
  func anImageOfOneColourStaysIt(resampling: Preparation.Resampling) {
    let image = PixelImage(
      width: 37, height: 23, pixels: (0..<37 * 23 * 3).map { [10, 200, 99][$0 % 3] })
    let preparation = Preparation(
      size: ImageSize(width: 16, height: 48), fit: .stretch, resampling: resampling, scale: 1)
    var values = [Float](repeating: -1, count: 3 * 16 * 48)
    values.withUnsafeMutableBufferPointer {
      InputWriter(preparation).write(
        image, preparation.placement(of: ImageSize(width: 37, height: 23)), to: $0)
    }
    for (channel, byte) in [Float(10), 200, 99].enumerated() {
      let plane = values[channel * 768..<(channel + 1) * 768]
      #expect(plane.allSatisfy { abs($0 - byte) < 0.01 })
    }
  }

  @Test func whatTheImageDoesNotReachIsPadded() {
    let image = PixelImage(width: 4, height: 2, pixels: Array(repeating: 255, count: 24))
    let preparation = Preparation(
      size: ImageSize(width: 4, height: 4), fit: .pad, padding: 51)
    var values = [Float](repeating: -1, count: 48)
    values.withUnsafeMutableBufferPointer {
      InputWriter(preparation).write(
        image, preparation.placement(of: ImageSize(width: 4, height: 2)), to: $0)
    }
    let plane = Array(repeating: Float(1), count: 8) + Array(repeating: 0.2, count: 8)
    #expect(values == plane + plane + plane)
  }

  @Test func theCheckFindsWhatIsWrong() throws {
    let size = ImageSize(width: 40, height: 30)
    let pixels = (0..<40 * 30 * 3).map { UInt8(truncatingIfNeeded: $0 * $0 / 7 + $0) }
    let image = PixelImage(width: 40, height: 30, pixels: pixels)
    let right = Preparation(
      size: ImageSize(width: 24, height: 24), fit: .letterbox, resampling: .bicubic,
      mean: Preparation.imageNetMean, deviation: Preparation.imageNetDeviation)
    var values = [Float](repeating: 0, count: 3 * 24 * 24)
    values.withUnsafeMutableBufferPointer {
      InputWriter(right).write(image, right.placement(of: size), to: $0)
    }
    var card = try ModelFamilyTests.File(
      "classifier", "", ["logits": [1, 1]],
      texts: ["card": #"{"labels": ["a"], "fit": "stretch", "resample": "nearest"}"#]
    ).card()
    card.preparation.size = right.size
    let tensor = try #require(
      try NumpyTensor.all(in: NumpyTests.file([1, 3, 24, 24], values), file: "t.npy").first)
    let check = try TensorCheck(tensor, of: image, card, file: "t.npy")
    #expect(try #require(check.difference).mean > 2)
    let remedy = check.remedy()
    #expect(remedy.difference?.isSmall == true)
    #expect(remedy.changes.contains("fit: letterbox"))
    #expect(remedy.changes.contains("resample: bicubic"))
    #expect(remedy.changes.contains("mean: [0.485, 0.456, 0.406]"))
  }
}
