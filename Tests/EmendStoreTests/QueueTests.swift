import EmendCore
import EmendLearning
import EmendTestSupport
import Testing

@testable import EmendStore

@Suite struct QueueTests {
  /// A project whose images have 0 to 4 predicted objects of random scores.
  private func project(at path: String, images: Int) throws -> (Project, [[Detection]]) {
    let project = try Project.create(at: path, labels: ["scratch", "dent"])
    _ = try project.add((0..<images).map(NewImage.sample))
    var random = SeededGenerator(seed: 11)
    let detections = (0..<images).map { _ in
      (0..<Int.random(in: 0...4, using: &random)).map { _ in Detection.random(&random) }
    }
    let model = try project.addModelVersion(
      NewModelVersion(name: "m1", path: ImagePath("m1"), sha256: Digest.sha256([1])))
    let ids = try project.images().map(\.id)
    try project.save(
      predictions: zip(ids, detections).map { ($0, $1) }, model: model.id, settings: "s")
    return (project, detections)
  }

  /// The order that `EmendLearning` gives, which the store's SQL must agree with.
  private func expected(
    _ images: [StoredImage], _ detections: [[Detection]], _ settings: QueueSettings
  ) -> [ImageID] {
    let candidates = zip(images, detections).map { image, found in
      QueueOrder.Candidate(
        image: image.id, sha256: image.sha256,
        value: Uncertainty.value(of: found, settings: settings))
    }
    return QueueOrder.places(of: candidates, settings: settings).map(\.image)
  }

  @Test(arguments: QueueSettings.Strategy.allCases, QueueSettings.Aggregate.allCases)
  func theOrderIsThatOfTheLearningPart(
    strategy: QueueSettings.Strategy, aggregate: QueueSettings.Aggregate
  ) throws {
    let folder = try Folder()
    let (project, detections) = try project(at: folder.path, images: 60)
    let images = try project.images()
    for (share, seed) in [(0.0, UInt64(0)), (0.1, 3), (0.3, 5), (0.95, 7), (1, UInt64.max)] {
      let settings = QueueSettings(
        strategy: strategy, aggregate: aggregate, controlShare: share, seed: seed)
      try project.rank(settings, model: try project.champion()?.id)
      let page = try project.queuePage(limit: 100)
      #expect(page.map(\.image) == expected(images, detections, settings))
      #expect(page.map(\.position) == Array(1...60))
    }
    #expect(try project.verify() == [])
  }

  @Test(arguments: [QueueSettings.Strategy.entropy, .margin, .leastConfidence])
  func scoresOfWholeImagesAreRankedAsTheLearningPartDoes(
    strategy: QueueSettings.Strategy
  ) throws {
    let folder = try Folder()
    let project = try Project.create(at: folder.path, labels: ["odd", "odder"])
    _ = try project.add((0..<40).map(NewImage.sample))
    let model = try project.addModelVersion(
      NewModelVersion(name: "a", path: ImagePath("a"), sha256: Digest.sha256([1])))
    var random = SeededGenerator(seed: 3)
    let ids = try project.images().map(\.id)
    let scores = Dictionary(
      uniqueKeysWithValues: ids.map { ($0, Double.random(in: 0...1, using: &random)) })
    try project.save(
      predictions: ids.map { ($0, Detection.samples) }, imageScores: scores, model: model.id,
      settings: "s")
    let settings = QueueSettings(strategy: strategy, controlShare: 0)
    try project.rank(settings, model: model.id)
    let page = try project.queuePage()
    let values = scores.mapValues { Uncertainty.value(ofImageScore: $0, strategy: strategy) }
    #expect(page.map(\.image) == ids.sorted { (values[$1] ?? 0) < (values[$0] ?? 0) })
    let first = try #require(page.first)
    #expect(first.value == values[first.image])
    let text = FixedPoint.text(try #require(scores[first.image]), decimals: 2)
    #expect(first.reason == "unusual \(text)")
    let place = try project.open(
      first.image, reviewer: "a", session: "s", now: Timestamp(milliseconds: 0)
    ).place
    #expect(place?.reason == "unusual \(text)")
  }

  @Test func eachRowSaysWhyItIsThere() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path, images: 2)
    #expect(try project.queuePage().map(\.reason) == ["no predictions", "no predictions"])
    let model = try project.champion()?.id
    try project.rank(QueueSettings(strategy: .entropy, controlShare: 0), model: model)
    let page = try project.queuePage()
    #expect(page.map(\.reason) == ["dent 0.30 / scratch 0.15", "dent 0.30 / scratch 0.15"])
    try project.rank(QueueSettings(strategy: .random, controlShare: 1), model: model)
    #expect(try project.queuePage().map(\.reason)[0] == "random control: dent 0.30 / scratch 0.15")
    try project.rank(QueueSettings(), model: nil)
    #expect(try project.queuePage(offset: 1).map(\.position) == [2])
  }

  @Test func reviewedAndSkippedImagesLeaveAndHeldOutOnesNeverEnter() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    var test = NewImage.sample(9)
    test.split = .test
    _ = try project.add([test])
    var script = Script()
    let first = try script.open(in: project)
    try script.record([script.close(first)], in: project)
    let second = try script.open(in: project)
    try script.record([script.close(second, as: .skipped)], in: project)
    #expect(try project.queueLength() == 1)
    try project.rank(QueueSettings(), model: try project.champion()?.id)
    #expect(try project.queueLength() == 1)
    #expect(try project.status().queued == 1)
    try script.undo(in: project)
    #expect(try project.queuePage().map(\.image).contains(second.id))
    #expect(try project.verify() == [])
  }
}

extension Detection {
  fileprivate static func random(_ random: inout SeededGenerator) -> Detection {
    // Eighths add up exactly, so that the order of adding cannot make a difference.
    func eighth(_ range: ClosedRange<Int>) -> Double {
      Double(Int.random(in: range, using: &random)) / 8
    }
    let hasAlternative = Bool.random(using: &random)
    return Detection(
      best: ScoredLabel(label: LabelID(0), score: eighth(4...8)),
      alternative: hasAlternative ? ScoredLabel(label: LabelID(1), score: eighth(0...4)) : nil,
      entropy: eighth(0...5), shape: .box(Box(x: 1, y: 2, width: 3, height: 4)))
  }
}
