import EmendCore
import Testing

@testable import EmendInference

@Suite struct KeypointTests {
  private let placement = Placement(
    fitting: ImageSize(width: 100, height: 50), into: ImageSize(width: 50, height: 50))

  @Test(arguments: [[17], [0, 3], [17, 1], [17, 4], [1001, 3], [17, 3, 1], []])
  func otherShapesAreNone(shape: [Int]) { #expect(KeypointLayout(shape) == nil) }

  /// The image lies at half its size, 12 rows below the input's edge.
  @Test func pointsComeBackToTheImageAndStayInIt() throws {
    let layout = try #require(KeypointLayout([3, 3]))
    let points = layout.points([10, 22, 0.9, -4, 12, 0.5, 60, 60, 0.49], placement)
    #expect(
      points == [
        Keypoint(place: ImagePoint(x: 20, y: 20)), Keypoint(place: ImagePoint(x: 0, y: 0)),
        Keypoint(place: ImagePoint(x: 100, y: 50), visibility: .unlabelled),
      ])
  }

  @Test func withoutConfidencesAPointAtTheOriginIsMissing() throws {
    let layout = try #require(KeypointLayout([3, 2]))
    let points = layout.points([10, 22, 0, 12, 0, 13], placement)
    #expect(points.map(\.visibility) == [.visible, .unlabelled, .visible])
  }

  private func facts(
    _ shape: String, _ output: [Int?], nms: Bool = false
  ) -> ModelFamilyTests.File {
    .init(
      "yolo", "", ["output0": output],
      metadata: [
        "task": "pose", "names": "['person']", "kpt_shape": shape, "args": "{'nms': \(nms)}",
      ])
  }

  @Test func theCardSaysHowManyKeypointsThereAre() throws {
    #expect(
      try facts("[17, 3]", [1, 56, 1029]).card().summary
        == "yolo pose, 1 label, 17 keypoints, 224x224")
    #expect(throws: InferenceError.self) { try facts("[17, 3]", [1, 57, 1029]).card() }
  }

  /// Two places, the first of which scores; the same object as a row after suppression.
  @Test(arguments: [false, true]) func aPoseIsABoxWithItsPoints(nms: Bool) throws {
    let (shape, values): ([Int], [Float]) =
      nms
      ? ([1, 10], [5, 17, 15, 27, 0.75, 0, 10, 22, 20, 30])
      : ([9, 2], [10, 0, 22, 0, 10, 0, 10, 0, 0.75, 0, 10, 0, 22, 0, 20, 0, 30, 0])
    let card = try facts("[2, 2]", nms ? [1, 300, 10] : [1, 9, 2], nms: nms).card()
    let answer = try values.withUnsafeBufferPointer {
      try YOLOReader(card).answer(
        [FloatTensor(shape: shape, values: $0)], placement, PredictionSettings(maximumCount: 10))
    }
    #expect(
      answer.objects.map(\.shape) == [
        .keypoints(
          Pose(
            box: Box(x: 10, y: 10, width: 20, height: 20),
            points: [
              Keypoint(place: ImagePoint(x: 20, y: 20)), Keypoint(place: ImagePoint(x: 40, y: 36)),
            ]))
      ])
  }
}
