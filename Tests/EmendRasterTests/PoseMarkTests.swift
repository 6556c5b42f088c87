import EmendCore
import Testing

@testable import EmendRaster

/// Keypoints drawn over the picture.
@Suite struct PoseMarkTests {
  private func mark(_ style: Mark.Style = .open, point: Int? = nil, wide: Double = 30) -> Mark {
    Mark(
      shape: .keypoints(
        Pose(
          box: Box(x: 1, y: 1, width: wide, height: 14),
          points: [
            Keypoint(place: ImagePoint(x: 7, y: 7)),
            Keypoint(place: ImagePoint(x: 24, y: 7), visibility: .hidden),
            Keypoint(place: ImagePoint(x: 15, y: 12), visibility: .unlabelled),
          ])), style: style, colour: DrawnMarks.red, point: point,
      limbs: [.init(from: 0, to: 1), .init(from: 1, to: 2)])
  }

  @Test func aVisiblePointIsADiscAndAHiddenOneARing() {
    #expect(
      DrawnMarks.rows(of: [mark()], width: 32, height: 16) == [
        "................................",
        ".##############################.",
        ".#                            #.",
        ".#   .....            .....   #.",
        ".#  .#####.          .#####.  #.",
        ".# .#######..........#######. #.",
        ".# .###################...##. #.",
        ".# .###################...##. #.",
        ".# .#######..........##...##. #.",
        ".# .#######.        .#######. #.",
        ".#  .#####.          .#####.  #.",
        ".#   .....            .....   #.",
        ".#                            #.",
        ".#                            #.",
        ".##############################.",
        "................................",
      ])
  }

  @Test func theChosenPointHasARingThatLeavesItFree() {
    let rows = DrawnMarks.rows(of: [mark(.selected, point: 0)], width: 32, height: 16)
    #expect(rows[7] == "**.o########.**.#######...##o #o")
  }

  @Test func pointsOutsideTheBoxAreDrawnWhereTheBoxIsNot() {
    let rows = DrawnMarks.rows(of: [mark(wide: 2)], width: 32, height: 16)
    #expect(rows[7].suffix(28).contains("#"))
  }

  @Test func aGhostIsItsBoxAlone() {
    let rows = DrawnMarks.rows(of: [mark(.ghost)], width: 32, height: 16)
    #expect(rows[7].dropFirst(3).dropLast(3).allSatisfy { $0 == " " })
  }

  @Test func inTextPointsAndLimbsAreColour() {
    let scene = Scene(
      image: ImageID(1), area: CellRect(column: 0, row: 0, columns: 1, rows: 1),
      viewport: Viewport(zoom: 1, origin: ImagePoint(x: 0, y: 0)), marks: [mark()])
    let grey = PixelImage(
      width: 32, height: 16, pixels: Array(repeating: 90, count: 32 * 16 * 3))
    let tinted = grey.tinted(by: scene)
    func red(_ x: Int, _ y: Int) -> UInt8 { tinted.pixels[(y * 32 + x) * 3] }
    #expect(red(7, 7) > 200)
    #expect(red(15, 7) > 200)
    #expect(red(24, 7) > 200)
    #expect(red(15, 12) == 90)
    #expect(red(1, 1) == 90)
  }
}
