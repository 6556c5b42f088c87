import EmendCore
import Testing

@testable import EmendRaster

@Suite struct TagTests {
  private func drawn(_ marks: [Mark], _ width: Int, _ height: Int, _ tags: OverlayLook.Tags = .all)
    -> [String]
  {
    var look = OverlayLook()
    look.tags = tags
    return DrawnMarks.rows(of: marks, width: width, height: height, look: look)
  }

  @Test func aNameStandsAboveItsBox() {
    let box = DrawnMarks.box(2, 14, 26, 6, .open, tag: Mark.Tag(name: "cat"))
    #expect(
      drawn([box], 32, 22) == [
        " ######################         ",
        " ######################         ",
        " ######################         ",
        " ###############.######         ",
        " ###############.######         ",
        " ###...###...##....####         ",
        " ##.###.#####.##.######         ",
        " ##.######....##.######         ",
        " ##.#####.###.##.######         ",
        " ##.###.#.##..##.##.###         ",
        " ###...###..#.###..####         ",
        " ######################         ",
        " ######################         ",
        " ............................   ",
        " .##########################.   ",
        " .#                        #.   ",
        " .#                        #.   ",
        " .#                        #.   ",
        " .#                        #.   ",
        " .##########################.   ",
        " ............................   ",
        "                                ",
      ])
  }
}
