import EmendCore
import EmendFormats
import Testing

@Suite struct ShardTests {
  static let parts = (1...3).compactMap { ShardPart(number: $0, of: 3) }
  static let header = ShardHeader(
    model: "ab", settings: "floor=0.1", labels: ["scratch", "dent"], part: parts[1])

  static let answers = [
    ShardAnswer(
      image: "c1",
      detections: [
        Detection(
          best: ScoredLabel(label: LabelID(1), score: 0.1 + 0.2),
          alternative: ScoredLabel(label: LabelID(0), score: 1e-9), entropy: 0.7,
          shape: .box(Box(x: -0.25, y: 1.0 / 3, width: 4, height: 5))),
        Detection(
          best: ScoredLabel(label: LabelID(0), score: 1), entropy: 0,
          shape: .mask(Mask(size: ImageSize(width: 3, height: 2), rows: [0, 1, 1, 0, 0, 1]))),
        Detection(
          best: ScoredLabel(label: LabelID(0), score: 0.5), entropy: 0.1,
          shape: .polygon(
            Polygon(rings: [
              [ImagePoint(x: 0, y: 0), ImagePoint(x: 2, y: 0.5), ImagePoint(x: 1, y: 7)]
            ]))),
      ]),
    ShardAnswer(
      image: "c2",
      detections: [
        Detection(
          best: ScoredLabel(label: LabelID(0), score: 0.5), entropy: 0.1,
          shape: .keypoints(
            Pose(
              box: Box(x: 1, y: 2, width: 3, height: 1.0 / 3),
              points: [
                Keypoint(place: ImagePoint(x: 1.0 / 7, y: 2)),
                Keypoint(place: ImagePoint(x: 9, y: -2), visibility: .unlabelled),
              ])))
      ]),
    ShardAnswer(
      image: "c3",
      detections: [
        Detection(
          best: ScoredLabel(label: LabelID(1), score: 0.7), entropy: 0.6,
          shape: .image(ImageSize(width: 640, height: 480)), text: "a \"b\"\n")
      ], score: 1.0 / 3),
  ]

  private var bytes: [UInt8] {
    PredictionShard.opening(Self.header) + Self.answers.flatMap(PredictionShard.line)
  }

  @Test func whatIsWrittenComesBackToTheLastBit() throws {
    let shard = try PredictionShard(bytes + PredictionShard.ending(images: 3), file: "a.jsonl")
    #expect(shard.header == Self.header)
    #expect(shard.answers == Self.answers)
    #expect(shard.isFinished)
  }

  /// A file that was cut at any byte holds its whole lines and says how long they are.
  @Test func aCutShardIsReadUpToTheCut() throws {
    let whole = bytes + PredictionShard.ending(images: 3)
    let first = PredictionShard.opening(Self.header).count
    for length in first..<whole.count {
      let cut = try PredictionShard(Array(whole.prefix(length)), file: "a.jsonl")
      #expect(!cut.isFinished)
      #expect(Self.answers.starts(with: cut.answers))
      let lines = whole.prefix(length).lastIndex(of: 10).map { $0 + 1 }
      #expect(cut.soundLength == lines)
    }
  }

  @Test(arguments: ["0/4", "5/4", "2", "a/4", "2/4/6", "-1/4", ""])
  func whatIsNoPart(_ text: String) { #expect(ShardPart(text) == nil) }

  @Test func eachImageBelongsToOnePartAndThePartsAreAlike() {
    let images = (0..<4000).map { "image \($0)" }
    let parts = (1...4).compactMap { ShardPart(number: $0, of: 4) }
    for image in images { #expect(parts.count { $0.contains(image) } == 1) }
    for part in parts { #expect((900...1100).contains(images.count { part.contains($0) })) }
  }
}
