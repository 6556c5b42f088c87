import EmendCore
import Testing

@testable import EmendRaster

/// What a reviewer said of places, drawn over the picture.
@Suite struct PointMarkTests {
  private func rows(
    _ points: [PromptPoint] = [], probe: ImagePoint? = nil, width: Int = 17, height: Int = 15,
    detail: OverlayDetail = .fine(scale: 1)
  ) -> [String] {
    DrawnMarks.rows(
      of: [], width: width, height: height, detail: detail, points: points, probe: probe)
  }

  private let middle = ImagePoint(x: 8, y: 7)

  @Test func aPlusOnALightDiscIsOnTheObject() {
    #expect(
      rows([PromptPoint(middle, .onObject)]) == [
        "                 ",
        "     .......     ",
        "    .ooooooo.    ",
        "   .ooooooooo.   ",
        "  .ooooo.ooooo.  ",
        "  .ooooo.ooooo.  ",
        "  .ooooo.ooooo.  ",
        "  .oo.......oo.  ",
        "  .ooooo.ooooo.  ",
        "  .ooooo.ooooo.  ",
        "  .ooooo.ooooo.  ",
        "   .ooooooooo.   ",
        "    .ooooooo.    ",
        "     .......     ",
        "                 ",
      ])
  }

  @Test func aMinusOnADarkDiscIsOffIt() {
    #expect(
      rows([PromptPoint(middle, .offObject)]) == [
        "                 ",
        "     ooooooo     ",
        "    o.......o    ",
        "   o.........o   ",
        "  o...........o  ",
        "  o...........o  ",
        "  o...........o  ",
        "  o..ooooooo..o  ",
        "  o...........o  ",
        "  o...........o  ",
        "  o...........o  ",
        "   o.........o   ",
        "    o.......o    ",
        "     ooooooo     ",
        "                 ",
      ])
  }

  @Test func theDotThatIsAskedAboutHasARingThatLeavesThePictureFree() {
    #expect(
      rows(probe: ImagePoint(x: 13, y: 13), width: 27, height: 27) == [
        "                           ",
        "         .........         ",
        "       ..*********..       ",
        "     ..*************..     ",
        "    ..***.........***..    ",
        "   ..***.         .***..   ",
        "   .**..           ..**.   ",
        "  .***.             .***.  ",
        "  .**.               .**.  ",
        " .**.                 .**. ",
        " .**.                 .**. ",
        " .**.                 .**. ",
        " .**.       ...       .**. ",
        " .**.       .*.       .**. ",
        " .**.       ...       .**. ",
        " .**.                 .**. ",
        " .**.                 .**. ",
        " .**.                 .**. ",
        "  .**.               .**.  ",
        "  .***.             .***.  ",
        "   .**..           ..**.   ",
        "   ..***.         .***..   ",
        "    ..***.........***..    ",
        "     ..*************..     ",
        "       ..*********..       ",
        "         .........         ",
        "                           ",
      ])
  }

  @Test func inCellsAPointIsNinePixels() {
    let points = [
      PromptPoint(ImagePoint(x: 2, y: 1), .onObject),
      PromptPoint(ImagePoint(x: 6, y: 1), .offObject),
    ]
    #expect(
      rows(points, probe: ImagePoint(x: 10, y: 1), width: 12, height: 4, detail: .coarse) == [
        " ooo ... ***",
        " o.o .o. *.*",
        " ooo ... ***",
        "            ",
      ])
  }

  @Test func whatIsOffTheScreenIsCutAndNeverEndsTheProgram() {
    let numbers = [-1e300, -1e9, -3, 0, 5, 1e9, 1e300, .infinity, .nan]
    for x in numbers {
      for y in numbers {
        let place = ImagePoint(x: x, y: y)
        let points = [PromptPoint(place, .onObject), PromptPoint(place, .offObject)]
        #expect(rows(points, probe: place).count == 15)
      }
    }
  }
}
