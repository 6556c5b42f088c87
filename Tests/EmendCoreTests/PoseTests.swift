import EmendCore
import Testing

@Suite struct PoseTests {
  private let pose = Pose(
    box: Box(x: 10, y: 20, width: 40, height: 80),
    points: [
      Keypoint(place: ImagePoint(x: 20, y: 40)),
      Keypoint(place: ImagePoint(x: 60, y: 10), visibility: .hidden),
      Keypoint(place: ImagePoint(x: 0, y: 0), visibility: .unlabelled),
    ])

  private func places(_ pose: Pose) -> [[Double]] { pose.points.map { [$0.place.x, $0.place.y] } }

  @Test func theBoundsAreTheBoxWhateverThePointsDo() {
    #expect(Shape.keypoints(pose).bounds == pose.box)
  }

  @Test(arguments: [
    (box: Box(x: 10, y: 20, width: 80, height: 40), places: [[30.0, 30], [110, 15], [-10, 10]]),
    (box: Box(x: 15, y: 18, width: 40, height: 80), places: [[25.0, 38], [65, 8], [5, -2]]),
    (box: Box(x: 10, y: 20, width: 0, height: 80), places: [[10.0, 40], [10, 10], [10, 0]]),
  ])
  func pointsKeepTheirShareOfTheBox(box: Box, places wanted: [[Double]]) {
    let fitted = pose.fitted(to: box)
    #expect(fitted.box == box)
    #expect(places(fitted) == wanted)
    #expect(fitted.points.map(\.visibility) == pose.points.map(\.visibility))
  }

  @Test func pointsOfABoxWithoutAWidthMoveWithIt() {
    let flat = pose.fitted(to: Box(x: 10, y: 20, width: 0, height: 80))
    let wide = flat.fitted(to: Box(x: 4, y: 20, width: 12, height: 80))
    #expect(places(wide) == [[4, 40], [4, 10], [4, 0]])
  }

  @Test func aPoseMovesAsAWhole() {
    let moved = pose.moved(byX: 1.5, y: -2)
    #expect(moved.box == Box(x: 11.5, y: 18, width: 40, height: 80))
    #expect(places(moved) == [[21.5, 38], [61.5, 8], [1.5, -2]])
  }

  @Test func pointsOutsideAreDrawnInToTheImagesEdge() {
    let clamped = pose.moved(byX: -30, y: 0).clamped(to: ImageSize(width: 25, height: 50))
    #expect(clamped.box == Box(x: 0, y: 20, width: 20, height: 30))
    #expect(places(clamped) == [[0, 40], [25, 10], [0, 0]])
  }
}
