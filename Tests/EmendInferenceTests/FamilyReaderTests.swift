import EmendCore
import Testing

@testable import EmendInference

@Suite struct FamilyReaderTests {
  private func answer(
    _ file: ModelFamilyTests.File, _ tensors: [(shape: [Int], values: [Float])],
    image: ImageSize = ImageSize(width: 100, height: 50)
  ) throws -> Answer {
    let card = try file.card()
    let reader = try #require(ModelFamilies.named(card.family)).reader(for: card)
    let buffers = tensors.map { tensor in
      let copy = UnsafeMutableBufferPointer<Float>.allocate(capacity: tensor.values.count)
      _ = copy.initialize(from: tensor.values)
      return copy
    }
    defer { for buffer in buffers { buffer.deallocate() } }
    return try reader.answer(
      zip(tensors, buffers).map {
        FloatTensor(shape: $0.shape, values: UnsafeBufferPointer($1))
      }, card.placement(of: image), PredictionSettings(maximumCount: 10))
  }

  private func rtdetr(_ version: String) -> ModelFamilyTests.File {
    .init(
      "rtdetr", "", ["output0": [1, 2, 6]],
      metadata: [
        "task": "detect", "head": "RTDETRDecoder", "names": "['a', 'b']", "version": version,
      ])
  }

  /// Of two labels, only the release tells whether a row ends in two scores or a score and a label.
  @Test(arguments: [
    ("8.4.46", [0, 1], [0.75, 0.5]), ("8.4.47", [1, 0], [0.75, 0.375]),
    ("8.3.200", [0, 1], [0.75, 0.5]), ("8.10.0", [1, 0], [0.75, 0.375]),
  ])
  func theReleaseTellsOldRowsFromNew(version: String, labels: [Int], scores: [Double]) throws {
    let isOld = labels[0] == 0
    let rows: [Float] =
      isOld
      ? [0.5, 0.5, 0.5, 0.5, 0.75, 0.25, 0.5, 0.5, 1, 1, 0.25, 0.5]
      : [0.5, 0.5, 0.5, 0.5, 0.75, 1, 0.5, 0.5, 1, 1, 0.375, 0]
    let found = try answer(rtdetr(version), [([2, 6], rows)]).objects
    #expect(found.map(\.best.label.rawValue) == labels)
    #expect(found.map(\.best.score) == scores)
    #expect(found[0].shape == .box(Box(x: 25, y: 12.5, width: 50, height: 25)))
    #expect((found[0].alternative != nil) == isOld)
  }

  @Test func aVersionThatIsNoneIsRefusedWhereItMatters() {
    #expect(throws: InferenceError.self) { try rtdetr("").card() }
  }

  @Test func aLabelThatTheMetadataDoesNotNameIsAnError() {
    #expect(throws: InferenceError.self) {
      try answer(rtdetr("8.4.190"), [([1, 6], [0.5, 0.5, 1, 1, 0.9, 2])])
    }
  }

  @Test func answersOfAnotherShapeAreAnError() throws {
    for shape in [[12], [4, 3], [2, 3, 2]] {
      let error = #expect(throws: InferenceError.self) {
        try answer(rtdetr("8.4.190"), [(shape, Array(repeating: 0.5, count: 12))])
      }
      #expect(error?.message.contains("does not fit rtdetr detect, 2 labels, 224x224") == true)
    }
  }

  @Test func partsOfAMapThatTouchAtACornerAreOne() throws {
    let map: [Float] = [
      9, 0, 0, 0,
      0, 7, 0, 0,
      0, 0, 0, 5,
      0, 0, 0, 5,
    ]
    let parts = map.withUnsafeBufferPointer {
      AnomalyParts(
        FloatTensor(shape: [4, 4], values: $0), size: ImageSize(width: 4, height: 4), threshold: 3
      ).parts
    }
    #expect(parts.map(\.peak) == [9, 5])
    let masks = parts.map { $0.mask(ImageSize(width: 4, height: 4)) }
    #expect(masks.map(\.area) == [2, 2])
    #expect(masks[1].bounds == Box(x: 3, y: 2, width: 1, height: 2))
  }

  @Test func aMapIsScoredByItsThreshold() throws {
    let file = ModelFamilyTests.File(
      "anomaly", "", ["anomaly_map": [1, 1, 2, 2], "pred_score": [1]],
      texts: ["card": #"{"threshold": 2}"#])
    guard
      case .anomaly(let score, let objects) = try answer(
        file, [([1, 2, 2], [0, 0, 0, 6]), ([], [2])])
    else {
      Issue.record("no map")
      return
    }
    #expect(score == 0.5)
    #expect(objects.map(\.best.score) == [0.75])
  }

  @Test func aBoxTurnedByAQuarterLiesAcross() {
    let upright = RotatedBox(Corners(left: 10, top: 20, right: 30, bottom: 24), angle: 0)
    let turned = RotatedBox(Corners(left: 10, top: 20, right: 30, bottom: 24), angle: .pi / 2)
    #expect(upright.polygon.bounds == Box(x: 10, y: 20, width: 20, height: 4))
    let bounds = turned.polygon.bounds
    #expect(abs(bounds.x - 18) < 1e-4 && abs(bounds.width - 4) < 1e-4)
    #expect(upright.likeness(to: upright) > 0.999)
    #expect(upright.likeness(to: turned) < 0.6)
  }
}
