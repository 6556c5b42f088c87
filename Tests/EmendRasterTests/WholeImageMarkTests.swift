import EmendCore
import Testing

@testable import EmendRaster

/// The label of a whole image is a tag within it, and a frame when the keys are on it.
@Suite struct WholeImageMarkTests {
  private func mark(_ style: Mark.Style, tag: Mark.Tag? = nil) -> Mark {
    Mark(
      shape: .image(ImageSize(width: 60, height: 40)), style: style, colour: DrawnMarks.red,
      tag: tag)
  }

  private func drawn(
    _ marks: [Mark], _ detail: OverlayDetail = .fine(scale: 1),
    tags: OverlayLook.Tags = .none
  ) -> [String] {
    var look = OverlayLook()
    look.tags = tags
    return DrawnMarks.rows(of: marks, width: 60, height: 40, detail: detail, look: look)
  }

  private static let blank = Array(repeating: String(repeating: " ", count: 60), count: 40)

  @Test(arguments: [Mark.Style.open, .decided, .rejected])
  func nothingGoesAroundIt(style: Mark.Style) {
    #expect(drawn([mark(style)]) == Self.blank)
    #expect(drawn([mark(style)], .coarse) == Self.blank)
  }

  @Test func aFrameInsideTheEdgeSaysThatTheKeysAreOnIt() {
    let rows = drawn([mark(.selected)])
    #expect(rows[0] == String(repeating: ".", count: 60))
    #expect(rows[1] == "." + String(repeating: "o", count: 58) + ".")
    #expect(rows[2] == ".o" + String(repeating: "#", count: 56) + "o.")
    #expect(rows[20] == ".o##" + String(repeating: " ", count: 52) + "##o.")
    #expect(Array(rows.reversed()) == rows)
    let rejected = drawn([mark(.selectedRejected)])
    #expect(rejected[1] == rows[1])
    #expect(rejected[2].hasPrefix(".o  ##.   ##.   "))
  }

  @Test func itsTagLiesInTheCornerAndLeavesRoomForOthers() {
    let whole = mark(.open, tag: Mark.Tag(name: "cat", score: 0.5))
    let rows = drawn([whole], tags: .all)
    #expect(rows[4].hasPrefix(" ####"))
    #expect(rows[30] == Self.blank[30])
    let box = DrawnMarks.box(10, 34, 30, 5, .open, tag: Mark.Tag(name: "dog"))
    let selected = mark(.selected, tag: Mark.Tag(name: "cat"))
    let both = drawn([box, selected], tags: .all)
    #expect(both != drawn([DrawnMarks.box(10, 34, 30, 5, .open), selected], tags: .all))
  }
}
