import EmendCore
import Testing

@testable import EmendInference

@Suite struct MaskMakerTests {
  struct Case: CustomTestStringConvertible {
    var image: ImageSize
    /// What `MaskPlan` enlarges the prototypes by.
    var factor: Int
    var testDescription: String { "\(image.width)x\(image.height)" }

    init(_ width: Int, _ height: Int, factor: Int) {
      image = ImageSize(width: width, height: height)
      self.factor = factor
    }
  }

  /// Two planes of 16 x 16: one that rises to the right, one that is constant.
  private let ramp: [Float] =
    (0..<256).map { Float($0 % 16) } + Array(repeating: 1, count: 256)

  private func made(_ coefficients: [Float], _ box: Corners, _ image: ImageSize) -> Mask? {
    let letterbox = Placement(fitting: image, into: ImageSize(width: 64, height: 64))
    return ramp.withUnsafeBufferPointer {
      MaskMaker().mask(
        FloatTensor(shape: [2, 16, 16], values: $0), coefficients, box: box, letterbox)
    }
  }

  /// Where the ramp crosses 7.5, the image's middle, every size must have its edge.
  @Test(arguments: [
    Case(64, 64, factor: 1), Case(128, 96, factor: 1), Case(64, 60, factor: 2),
    Case(64, 58, factor: 4), Case(96, 50, factor: 4), Case(640, 480, factor: 1),
    Case(13, 64, factor: 4),
  ])
  func anEdgeStaysWhereItIsInTheImage(row: Case) throws {
    let (width, height) = (Float(row.image.width), Float(row.image.height))
    let letterbox = Placement(fitting: row.image, into: ImageSize(width: 64, height: 64))
    let whole = Corners(left: 0, top: 0, right: width, bottom: height)
    let area = PixelArea(whole, in: row.image)
    #expect(MaskPlan([2, 16, 16], letterbox, area).factor == row.factor)
    let mask = try #require(made([1, -7.5], whole, row.image))
    #expect(mask.size == row.image)
    #expect(mask.bounds.maxX == Double(width))
    #expect(mask.bounds.height == Double(height))
    #expect(abs(mask.bounds.x - Double(width) / 2) <= max(1, Double(width) / 64))
  }

  @Test func aMaskEndsAtItsBox() throws {
    let size = ImageSize(width: 64, height: 64)
    let mask = try #require(
      made([0, 1], Corners(left: 10.2, top: 20, right: 30.5, bottom: 40.1), size))
    #expect(mask.bounds == Box(x: 11, y: 20, width: 20, height: 21))
    #expect(mask.area == 20 * 21)
  }

  @Test func anObjectWithoutAPixelHasNoMask() {
    let size = ImageSize(width: 64, height: 64)
    #expect(made([0, -1], Corners(left: 0, top: 0, right: 64, bottom: 64), size) == nil)
    #expect(made([0, 1], Corners(left: 5.1, top: 0, right: 5.9, bottom: 64), size) == nil)
    #expect(made([0, 1], Corners(left: 64, top: 0, right: 64, bottom: 64), size) == nil)
  }
}
