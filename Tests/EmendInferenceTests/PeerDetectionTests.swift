import EmendCore
import EmendInference
import EmendRaster
import Testing

/// Ultralytics' `predict` on the same files is the oracle; `make_cases.py` asked it.
@Suite(.enabled(if: PeerCases.folder != nil, "EMEND_PEER_CASES names no folder"))
struct PeerDetectionTests {
  /// What a model's detections have in common with Ultralytics'.
  struct Agreement {
    var found = 0
    var wanted = 0
    var matched = 0
    var worstMask = 1.0
    var masks = 0
    var goodMasks = 0
  }

  @Test func detectionsAgreeWithUltralytics() throws {
    let cases = try PeerCases()
    for model in try cases.models() {
      let detector = try cases.detector("models/\(model.name).onnx")
      let expected = try cases.expected(model.name)
      var agreement = Agreement()
      for (name, image) in try cases.images() {
        guard let wanted = expected[name] else { continue }  // some models see only the first
        compare(try detector.detect(image, model.settings), wanted, &agreement)
      }
      let (matched, wanted) = (agreement.matched, agreement.wanted)
      let masks =
        agreement.masks > 0 ? ", \(agreement.goodMasks) of \(agreement.masks) masks" : ""
      try PeerReport.note(
        "inference", model.name, "answers",
        "\(matched) of \(wanted) agree\(masks)")
      #expect(wanted > 50, "\(model.name)")
      #expect(Double(matched) >= 0.99 * Double(wanted), "\(model.name)")
      #expect(Double(abs(agreement.found - wanted)) <= 0.01 * Double(wanted), "\(model.name)")
      #expect(
        Double(agreement.goodMasks) >= 0.99 * Double(agreement.masks), "\(model.name)")
    }
  }

  @Test func aBatchAnswersWhatItsImagesAnswerAlone() throws {
    let cases = try PeerCases()
    let images = try cases.images().prefix(7).map(\.image)
    for model in try cases.models() where model.name.hasPrefix("yolo11n-") {
      let detector = try cases.detector("models/\(model.name).onnx")
      let together = try detector.detect(images, model.settings)
      for (image, found) in zip(images, together) {
        let alone = try detector.detect(image, model.settings)
        // Kernels may sum in another order for another batch size, so scores differ in the last
        // bits and objects near the floor may come and go.
        #expect(abs(alone.count - found.count) <= 1 + alone.count / 50, "\(model.name)")
        #expect(alone.first?.best.label == found.first?.best.label, "\(model.name)")
      }
    }
  }

  @Test func preparedImagesAnswerWhatTheirPixelsAnswer() throws {
    let cases = try PeerCases()
    let images = try cases.images().prefix(5).map(\.image)
    for model in try cases.models() where model.name.hasPrefix("yolo11n") {
      let detector = try cases.detector("models/\(model.name).onnx")
      let prepared = try images.map { image in try detector.prepare(SeenImage(image)) }
      let answers = try detector.answer(prepared, model.settings)
      #expect(
        answers.map(\.objects) == (try detector.detect(images, model.settings)), "\(model.name)")
    }
  }

  private func compare(
    _ found: [Detection], _ expected: [PeerCases.Expected], _ agreement: inout Agreement
  ) {
    var rest = found
    agreement.found += found.filter { $0.best.score > 0.25 }.count
    for object in expected where object.score > 0.25 {
      agreement.wanted += 1
      guard let index = rest.firstIndex(where: { agrees($0, object) }) else { continue }
      agreement.matched += 1
      let match = rest.remove(at: index)
      guard case .mask(let mask) = match.shape, let runs = object.mask else { continue }
      let overlap = MaskOverlap.of(mask.runs, runs)
      agreement.masks += 1
      agreement.goodMasks += overlap >= 0.98 ? 1 : 0
      agreement.worstMask = min(agreement.worstMask, overlap)
    }
  }

  private func agrees(_ detection: Detection, _ object: PeerCases.Expected) -> Bool {
    guard detection.best.label.rawValue == object.label,
      abs(detection.best.score - object.score) <= 0.01
    else { return false }
    switch detection.shape {
    case .box(let box):
      let corners = [box.x, box.y, box.maxX, box.maxY]
      return zip(corners, object.corners).allSatisfy { abs($0 - $1) <= 0.5 }
    case .mask(let mask):
      return MaskOverlap.of(mask.runs, object.mask ?? []) > 0.5
    case .image, .polygon, .keypoints: return false
    }
  }
}

/// Intersection over union of two masks of one size, from their run lengths.
enum MaskOverlap {
  static func of(_ first: [UInt32], _ second: [UInt32]) -> Double {
    let (a, b) = (ends(first), ends(second))
    var (shared, joint, place, i, j) = (0, 0, 0, 0, 0)
    while i < a.count, j < b.count {
      let next = min(a[i], b[j])
      let (inFirst, inSecond) = (i % 2 == 1, j % 2 == 1)
      shared += inFirst && inSecond ? next - place : 0
      joint += inFirst || inSecond ? next - place : 0
      place = next
      i += a[i] == next ? 1 : 0
      j += b[j] == next ? 1 : 0
    }
    return joint == 0 ? 1 : Double(shared) / Double(joint)
  }

  private static func ends(_ runs: [UInt32]) -> [Int] {
    var sum = 0
    return runs.map { run in
      sum += Int(run)
      return sum
    }
  }
}
