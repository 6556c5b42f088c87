import EmendCore
import EmendTestSupport
import Testing

/// Poses under the keys.
@Suite struct PoseEditingTests {
  private static let pose = Pose(
    box: Box(x: 10, y: 10, width: 20, height: 40),
    points: [
      Keypoint(place: ImagePoint(x: 20, y: 20)),
      Keypoint(place: ImagePoint(x: 40, y: 30), visibility: .hidden),
      Keypoint(place: ImagePoint(x: 0, y: 0), visibility: .unlabelled),
    ])

  private func script(_ keys: String, _ pose: Pose = pose) -> Script {
    var image = ReviewImage.predicted(1, scores: [])
    image.objects = [
      ReviewObject(
        PredictedObjectID(7),
        Detection(
          best: ScoredLabel(label: LabelID(0), score: 0.9), entropy: 0.5, shape: .keypoints(pose)))
    ]
    var script = Script([image], keymap: .letters, columns: 120)
    script.type(keys)
    return script
  }

  private func pose(after keys: String) throws -> Pose {
    let object = try #require(script(keys).store[ImageID(1)]?.objects.first)
    #expect(object.state.status == .accepted)
    guard case .keypoints(let pose) = object.state.shape else {
      throw NoPose(shape: object.state.shape)
    }
    return pose
  }

  private struct NoPose: Error { var shape: Shape }

  struct Case: Sendable, CustomTestStringConvertible {
    var keys: String
    var box: [Double]
    var places: [[Double]]
    var seen = [2, 1, 0]
    var testDescription: String { keys }
  }

  @Test(arguments: [
    Case(keys: "e enter", box: [10, 10, 20, 40], places: [[20, 20], [40, 30], [0, 0]]),
    Case(keys: "e l l j enter", box: [12, 11, 20, 40], places: [[22, 21], [42, 31], [2, 1]]),
    Case(keys: "e d L L enter", box: [10, 10, 40, 40], places: [[30, 20], [70, 30], [0, 0]]),
    // The left edge is drawn in until nothing is left, and out again.
    Case(
      keys: "e a L L L H H enter", box: [10, 10, 20, 40], places: [[20, 20], [40, 30], [0, 0]]),
    Case(
      keys: "e tab l J left enter", box: [10, 10, 20, 40],
      places: [[20.9, 30], [40, 30], [0, 0]]),
    Case(
      keys: "e tab tab k v enter", box: [10, 10, 20, 40], places: [[20, 20], [40, 29], [0, 0]],
      seen: [2, 0, 0]),
    Case(
      keys: "e shift+tab shift+tab shift+tab shift+tab shift+tab l enter",
      box: [10, 10, 20, 40], places: [[20, 20], [40, 30], [1, 0]], seen: [2, 1, 2]),
    Case(
      keys: "e tab H H H enter", box: [10, 10, 20, 40], places: [[0, 20], [40, 30], [0, 0]]),
    Case(
      keys: "e H H enter", box: [0, 10, 10, 40], places: [[0, 20], [20, 30], [0, 0]]),
  ])
  func poseAfter(example: Case) throws {
    let pose = try pose(after: example.keys)
    #expect(
      pose.box.isClose(
        to: Box(
          x: example.box[0], y: example.box[1], width: example.box[2], height: example.box[3])))
    for (point, place) in zip(pose.points, example.places) {
      #expect(abs(point.place.x - place[0]) < 1e-9 && abs(point.place.y - place[1]) < 1e-9)
    }
    #expect(pose.points.map(\.visibility.rawValue) == example.seen)
  }

  @Test func anEditThatIsLeftChangesNothingAndOneThatIsKeptCanBeTakenBack() throws {
    for keys in ["e tab l esc", "e tab l enter u"] {
      let object = try #require(script(keys).store[ImageID(1)]?.objects.first)
      #expect(object.state.shape == .keypoints(Self.pose), "\(keys)")
    }
  }

  @Test func theBottomLineNamesThePointAndSaysWhetherItIsSeen() {
    #expect(script("e tab tab").bottomLine.hasPrefix(" 2, hidden  x 40.0 y 30.0"))
    #expect(script("e tab tab v").bottomLine.hasPrefix(" 2, not there"))
    #expect(script("e").bottomLine.hasPrefix(" whole pose  x 10.0"))
    #expect(script("e v").bottomLine == " choose a keypoint with tab first")
    let points = (0..<17).map { Keypoint(place: ImagePoint(x: Double($0), y: 1)) }
    let body = Pose(box: Self.pose.box, points: points)
    #expect(script("e tab tab tab", body).bottomLine.hasPrefix(" right_eye, visible"))
  }

  @Test func theChosenPointAndTheLimbsOfABodyAreMarked() throws {
    let mark = try #require(view(script("e tab tab").session).scene?.marks.last)
    #expect(mark.point == 1)
    #expect(mark.limbs == [])
    let points = (0..<17).map { Keypoint(place: ImagePoint(x: Double($0), y: 1)) }
    let body = script("", Pose(box: Self.pose.box, points: points))
    #expect(view(body.session).scene?.marks.last?.limbs == Skeleton.body.limbs)
  }
}
