import EmendCore
import Testing

@testable import EmendInference

/// What a decoder takes and answers, without a decoder.
struct PromptAnswerTests {
  private static let placement = Placement(
    imageSize: ImageSize(width: 200, height: 100), inputSize: ImageSize(width: 64, height: 64),
    contentSize: ImageSize(width: 64, height: 32))

  @Test func pointsOutsideTheImageAreMovedToItsEdge() {
    let points = [(-5.0, 50.0), (1e9, -1e9), (200, 100)].map { x, y in
      PromptPoint(ImagePoint(x: x, y: y), .offObject)
    }
    let tokens = PromptTokens(MaskPrompt(points: points), Self.placement, ending: .always)
    #expect(tokens.coordinates == [0, 16, 64, 0, 64, 32, 0, 0])
    #expect(tokens.labels == [0, 0, 0, -1])
  }

  @Test(arguments: [
    (ending: PromptForm.Ending.always, labels: [1, 2, 3, -1] as [Float], box: [] as [Float]),
    (.withoutBox, [1, 2, 3], []), (.byDecoder, [1], [0, 0, 32, 16]),
  ])
  func aBoxIsItsCorners(ending: PromptForm.Ending, labels: [Float], box: [Float]) {
    let prompt = MaskPrompt(
      points: [PromptPoint(ImagePoint(x: 1, y: 1))],
      box: Box(x: -10, y: -10, width: 110, height: 60))
    let tokens = PromptTokens(prompt, Self.placement, ending: ending)
    #expect(tokens.labels == labels)
    #expect(tokens.box == box)
  }

  @Test(arguments: [PromptForm.Ending.always, .withoutBox, .byDecoder])
  func aPromptThatShowsNothingHasNoTokens(ending: PromptForm.Ending) {
    let prompts = [
      MaskPrompt(), MaskPrompt(points: [PromptPoint(ImagePoint(x: .nan, y: 1))]),
      MaskPrompt(points: [PromptPoint(ImagePoint(x: 1, y: .infinity))]),
      MaskPrompt(box: Box(x: 300, y: 0, width: 10, height: 10)),
      MaskPrompt(box: Box(x: .nan, y: .nan, width: .nan, height: .nan)),
    ]
    for prompt in prompts {
      #expect(PromptTokens(prompt, Self.placement, ending: ending).isEmpty, "\(prompt)")
    }
  }

  @Test func ofFourMasksTheFirstIsForPromptsWithoutDoubt() {
    let scores: [Float] = [0.1, 0.5, 0.9, 0.7]
    #expect(PromptAnswer.order(scores, tokens: 2) == [2, 3, 1, 0])
    #expect(PromptAnswer.order(scores, tokens: 3) == [0, 2, 3, 1])
    #expect(PromptAnswer.order([0.5, 0.5, 0.6], tokens: 3) == [2, 0, 1])
  }

  static let wrongAnswers: [(shape: [Int], scores: [Int], value: Float)] = [
    ([1, 3, 2, 2], [1, 3], .nan), ([1, 3, 2, 2], [1, 3], .infinity), ([1, 2, 2, 2], [1, 3], 0),
    ([3, 2, 2], [1, 3], 0), ([2, 3, 2, 2], [1, 3], 0), ([1, 3, 0, 2], [1, 3], 0),
    ([1, 0, 2, 2], [1, 0], 0), ([1, 99, 1, 1], [1, 99], 0), ([], [], 0),
  ]

  @Test(arguments: wrongAnswers)
  func anAnswerThatIsNoneGetsASentence(shape: [Int], scores: [Int], value: Float) {
    let masks = [Float](repeating: value, count: shape.reduce(1, *))
    let ratings = [Float](repeating: 0.5, count: scores.reduce(1, *))
    let error = masks.withUnsafeBufferPointer { masks in
      ratings.withUnsafeBufferPointer { ratings in
        #expect(throws: InferenceError.self) {
          try PromptAnswer(
            FloatTensor(shape: shape, values: masks), FloatTensor(shape: scores, values: ratings),
            tokens: 2)
        }
      }
    }
    #expect(error?.code == .runFailed)
    #expect(error?.message.contains("export it again") ?? false)
  }

  @Test func scoresAreShares() throws {
    let masks: [Float] = [1, 2]
    let ratings: [Float] = [1.02, -0.3]
    let found = try masks.withUnsafeBufferPointer { masks in
      try ratings.withUnsafeBufferPointer { ratings in
        try PromptAnswer(
          FloatTensor(shape: [1, 1, 2, 1, 1], values: masks),
          FloatTensor(shape: [1, 1, 2], values: ratings), tokens: 2
        ).masks.map(\.score)
      }
    }
    #expect(found == [1, 0])
  }
}
