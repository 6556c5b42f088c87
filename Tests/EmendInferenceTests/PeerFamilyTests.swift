import EmendCore
import EmendRaster
import Testing

@testable import EmendInference

/// Every family against its original's own code; `Tests/Peers/families/make_cases.py` asked it.
@Suite(.enabled(if: PeerFamilyCases.folder != nil, "EMEND_PEER_CASES names no folder"))
struct PeerFamilyTests {
  /// The largest differences of a preparation, in bytes.
  struct Difference {
    var mean = 0.0
    var most = 0.0
  }

  @Test func aModelIsRecognisedAsWhatItIs() throws {
    let cases = try PeerFamilyCases()
    for model in cases.models {
      #expect(try cases.detector(model.name).card.family == model.family, "\(model.name)")
    }
  }

  @Test func ourTensorIsTheOriginals() throws {
    let cases = try PeerFamilyCases()
    for model in cases.models {
      let card = try cases.detector(model.name).card
      var worst = Difference()
      for prepared in cases.prepared where prepared.model == model.name {
        let image = try cases.image(prepared.image)
        let ours = prepare(image, card)
        #expect(ours.size == prepared.size, "\(model.name) \(prepared.image)")
        guard ours.size == prepared.size else { continue }
        let difference = difference(ours.values, try cases.tensor(prepared), card.preparation)
        worst.mean = max(worst.mean, difference.mean)
        worst.most = max(worst.most, difference.most)
      }
      try PeerReport.note(
        "families", model.name, "tensor",
        "mean \(short(worst.mean))/255, most \(short(worst.most))/255")
      #expect(worst.mean <= 2, "\(model.name)")
      #expect(worst.most <= 8, "\(model.name)")
    }
  }

  @Test func rawOutputsAreThoseOfPython() throws {
    let cases = try PeerFamilyCases()
    let runtime = try OnnxRuntime(RuntimeLocator(environment: TestFiles.environment).locate())
    for model in cases.models {
      let prepared = try #require(cases.prepared.first { $0.model == model.name })
      let session = try OnnxSession(
        runtime, path: "\(cases.folder)/models/\(model.name)/model.onnx")
      let input = try InputTensor(
        shape: [1, 3, prepared.size.height, prepared.size.width], on: runtime)
      _ = input.values.update(fromContentsOf: try cases.tensor(prepared))
      var isBitEqual = true
      let feeds = SideFeeds(session, try cases.detector(model.name).card.feeds)
      let outputs = try session.run(
        feeds: feeds.all(beside: input, size: prepared.size),
        cancellation: RunCancellation(runtime))
      for index in session.outputs.indices {
        let ours = Array(try outputs.floats(at: index).values)
        let theirs = try cases.raw(model.name, output: index)
        try #require(ours.count == theirs.count)
        isBitEqual = isBitEqual && zip(ours, theirs).allSatisfy { $0.bitPattern == $1.bitPattern }
        // Minus infinity stands where there is no token.
        let far = zip(ours, theirs).filter { $0 != $1 && abs($0 - $1) > 1e-5 * max(1, abs($1)) }
          .count
        #expect(far == 0, "\(model.name) output \(index)")
      }
      try PeerReport.note(
        "families", model.name, "raw", isBitEqual ? "equal to the bit" : "equal to 1e-5")
    }
  }

  @Test func answersAgreeWithTheOriginals() throws {
    let cases = try PeerFamilyCases()
    for model in cases.models {
      let detector = try cases.detector(model.name)
      var agreement = PeerAgreement()
      for (name, lines) in try cases.expected(model.name) {
        let answer = try detector.answer([cases.image(name)], model.settings)[0]
        agreement.compare(answer, lines, floor: model.settings.scoreFloor)
      }
      try PeerReport.note("families", model.name, "answers", agreement.summary)
      #expect(agreement.wanted > 0, "\(model.name)")
      #expect(agreement.share >= 0.99, "\(model.name): \(agreement.summary)")
    }
  }

  private func prepare(
    _ image: PixelImage, _ card: ModelCard
  ) -> (values: [Float], size: ImageSize) {
    let placement = card.placement(of: ImageSize(width: image.width, height: image.height))
    let size = placement.inputSize
    var values = [Float](repeating: .nan, count: 3 * size.width * size.height)
    values.withUnsafeMutableBufferPointer {
      InputWriter(card.preparation).write(image, placement, to: $0)
    }
    return (values, size)
  }

  private func difference(
    _ ours: [Float], _ theirs: [Float], _ preparation: Preparation
  ) -> Difference {
    var difference = Difference()
    let plane = ours.count / 3
    for (channel, deviation) in preparation.deviation.enumerated() {
      let unit = Double(deviation / preparation.scale)
      // A loop over places: iterators of millions of values take a minute of a debug build.
      var place = channel * plane
      while place < (channel + 1) * plane {
        let bytes = abs(Double(ours[place]) - Double(theirs[place])) * unit
        difference.mean += bytes / Double(ours.count)
        if !(bytes <= difference.most) { difference.most = bytes.isNaN ? .infinity : bytes }
        place += 1
      }
    }
    return difference
  }

  private func short(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}

/// What a model's answers have in common with the original's.
struct PeerAgreement {
  private(set) var wanted = 0
  private var matched = 0
  private var found = 0
  private var masks = 0
  private var goodMasks = 0
  private var points = 0
  private var goodPoints = 0

  /// Of what was wanted and what was found, the share that agrees; masks and keypoints count as the
  /// rest.
  var share: Double {
    guard wanted > 0 else { return 0 }
    let parts = [(matched, max(wanted, found)), (goodMasks, masks), (goodPoints, points)]
    return parts.filter { $0.1 > 0 }.map { Double($0.0) / Double($0.1) }.min() ?? 0
  }

  var summary: String {
    "\(matched) of \(wanted) agree" + (found != wanted ? ", \(found) found" : "")
      + (masks > 0 ? ", \(goodMasks) of \(masks) masks" : "")
      + (points > 0 ? ", \(goodPoints) of \(points) keypoints" : "")
  }

  mutating func compare(_ answer: Answer, _ lines: [ExpectedLine], floor: Double) {
    switch answer {
    case .objects(let objects): compare(objects, lines)
    case .anomaly(let score, let objects):
      count(abs(score - lines[0].score) <= 0.01)
      compare(objects, Array(lines.dropFirst()))
    case .labels(let labels):
      for (label, line) in zip(labels, lines) {
        count(label.label.rawValue == line.label && abs(label.score - line.score) <= 0.01)
      }
    case .embedding(let values):
      let theirs = lines.map { $0.numbers[0] }
      let ours = values.map(Double.init)
      func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
      let cosine = dot(ours, theirs) / (dot(ours, ours) * dot(theirs, theirs)).squareRoot()
      count(ours.count == theirs.count && cosine >= 0.999)
    }
  }

  private mutating func count(_ agrees: Bool) {
    wanted += 1
    found += 1
    matched += agrees ? 1 : 0
  }

  private mutating func compare(_ objects: [Detection], _ lines: [ExpectedLine]) {
    found += objects.count
    wanted += lines.count
    for (object, line) in pairs(objects, lines) {
      matched += 1
      if case .keypoints(let pose) = object.shape { count(pose.points, line) }
      guard case .mask(let mask) = object.shape, let runs = line.runs else { continue }
      masks += 1
      goodMasks += MaskOverlap.of(mask.runs, runs) >= 0.98 ? 1 : 0
    }
  }

  /// A keypoint agrees where it is as visible and within half a pixel; after the box there are x, y
  /// and visibility of each.
  private mutating func count(_ ours: [Keypoint], _ line: ExpectedLine) {
    let theirs = Array(line.places.dropFirst(4))
    points += theirs.count / 3
    for (point, start) in zip(ours, stride(from: 0, to: theirs.count - 2, by: 3)) {
      let isNear =
        abs(point.place.x - theirs[start]) <= 0.5 && abs(point.place.y - theirs[start + 1]) <= 0.5
      goodPoints += isNear && Double(point.visibility.rawValue) == theirs[start + 2] ? 1 : 0
    }
  }

  /// As many pairs that agree as there can be, of the nearest where there is a choice.
  ///
  /// Untrained models find many boxes that lie together. Source: H. W. Kuhn, "The Hungarian
  /// method", 1955, in its form without weights: whoever is in the way is moved on.
  private func pairs(
    _ objects: [Detection], _ lines: [ExpectedLine]
  ) -> [(Detection, ExpectedLine)] {
    let near = lines.map { line in
      objects.indices.filter { agrees(objects[$0], line) }
        .map { (index: $0, gap: gap(objects[$0], line)) }.sorted { $0.gap < $1.gap }.map(\.index)
    }
    var owners: [Int: Int] = [:]
    func settle(_ line: Int, _ seen: inout Set<Int>) -> Bool {
      for object in near[line] where seen.insert(object).inserted {
        if let owner = owners[object], !settle(owner, &seen) { continue }
        owners[object] = line
        return true
      }
      return false
    }
    for line in lines.indices {
      var seen: Set<Int> = []
      _ = settle(line, &seen)
    }
    return owners.map { (objects[$0.key], lines[$0.value]) }
  }

  /// How far apart they are, 1 for each thing that differs by as much as it may.
  private func gap(_ detection: Detection, _ line: ExpectedLine) -> Double {
    var gaps = zip(places(of: detection.shape), line.places).map { abs($0 - $1) / 0.5 }
    if case .mask(let mask) = detection.shape {
      gaps = [1 - MaskOverlap.of(mask.runs, line.runs ?? [])]
    }
    return abs(detection.best.score - line.score) / 0.01 + (gaps.max() ?? 0)
  }

  private func places(of shape: Shape) -> [Double] {
    switch shape {
    case .box, .keypoints: [shape.bounds.x, shape.bounds.y, shape.bounds.maxX, shape.bounds.maxY]
    case .polygon(let polygon): polygon.rings[0].flatMap { [$0.x, $0.y] }
    case .mask, .image: []
    }
  }

  private func hexadecimal(_ text: String) -> String {
    text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private func agrees(_ detection: Detection, _ line: ExpectedLine) -> Bool {
    guard detection.best.label.rawValue == line.label,
      abs(detection.best.score - line.score) <= 0.01,
      line.text == nil || line.text == hexadecimal(detection.text)
    else { return false }
    if case .mask(let mask) = detection.shape {
      return MaskOverlap.of(mask.runs, line.runs ?? []) > 0.5
    }
    let places = places(of: detection.shape)
    var wanted = line.places
    if case .keypoints(let pose) = detection.shape {
      wanted = wanted.dropLast(3 * pose.points.count)
    }
    return places.count == wanted.count
      && zip(places, wanted).allSatisfy { abs($0 - $1) <= 0.5 }
  }
}
