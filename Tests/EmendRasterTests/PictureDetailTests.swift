import EmendCore
import Testing

@testable import EmendRaster

@Suite struct PictureDetailTests {
  @Test(arguments: [
    (2_000_000, PictureDetail.full), (1_014_000, .full), (1_013_000, .fewColours), (550_000, .half),
    (200_000, .quarter),
    (100_000, .eighth), (0, .eighth),
  ])
  func theMostDetailThatFits(bytes: Int, is detail: PictureDetail) {
    #expect(PictureDetail.fitting(bytes, in: ImageSize(width: 1280, height: 720)) == detail)
  }

  @Test func detailsAreOrderedByWhatIsSeen() {
    #expect(PictureDetail.eighth < .quarter && .half < PictureDetail.full)
    #expect(PictureDetail.allCases.map(\.blockSide) == [8, 4, 2, 1, 1])
  }

  @Test func eachPixelBecomesABlockAndTheLastOnesAreCut() {
    let image = PixelImage(width: 2, height: 2, pixels: [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4])
    let blocks = image.blocks(of: 2, width: 3, height: 3)
    let reds = (0..<9).map { blocks.pixels[$0 * 3] }
    #expect(reds == [1, 1, 2, 1, 1, 2, 3, 3, 4])
  }
}
