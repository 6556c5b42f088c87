public import EmendCore

/// What a model found on one image, as a line of a shard.
public struct ShardAnswer: Hashable, Sendable {
  /// The SHA-256 of the image's file.
  public var image: String
  /// Their labels count the header's names from 0.
  public var detections: [Detection]
  /// How unusual the image is, `0...1`, where the model says so.
  public var score: Double?

  public init(image: String, detections: [Detection], score: Double? = nil) {
    (self.image, self.detections, self.score) = (image, detections, score)
  }

  var json: JSONValue {
    .object(
      [.init("image", .string(image))] + (score.map { [.init("score", .number($0))] } ?? [])
        + [.init("objects", .array(detections.map(Self.json)))])
  }

  /// - Throws: ``COCOFault`` that names what cannot be read.
  init(_ json: JSONValue, labels: Int) throws(COCOFault) {
    guard let image = json["image"]?.string, let objects = json["objects"]?.array else {
      throw COCOFault(member: "image", sentence: "is missing, or objects are")
    }
    self.image = image
    score = json["score"]?.double
    detections = []
    for object in objects { detections.append(try Self.detection(object, labels: labels)) }
  }

  private static func json(_ detection: Detection) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("label", .number(detection.best.label.rawValue)),
      .init("score", .number(detection.best.score)),
    ]
    if let other = detection.alternative {
      members += [
        .init("alternative", .array([.number(other.label.rawValue), .number(other.score)]))
      ]
    }
    members.append(.init("entropy", .number(detection.entropy)))
    if !detection.text.isEmpty { members.append(.init("text", .string(detection.text))) }
    if case .image(let size) = detection.shape {
      members.append(.init("whole", .array([.number(size.width), .number(size.height)])))
      return .object(members)
    }
    members.append(.init("bbox", COCOShape.box(of: detection.shape)))
    if case .keypoints(let pose) = detection.shape {
      members.append(.init("keypoints", COCOKeypoints.value(pose.points)))
    }
    if let rest = COCOShape.segmentation(of: detection.shape, hasPlainCounts: false) {
      members.append(.init("segmentation", rest))
    }
    return .object(members)
  }

  private static func detection(
    _ json: JSONValue, labels: Int
  ) throws(COCOFault) -> Detection {
    guard let best = scored([json["label"], json["score"]], labels) else {
      throw COCOFault(member: "objects", sentence: "have a label or a score that is none")
    }
    guard let entropy = json["entropy"]?.double else {
      throw COCOFault(member: "entropy", sentence: "is missing")
    }
    return Detection(
      best: best, alternative: scored(json["alternative"]?.array ?? [], labels), entropy: entropy,
      shape: try shape(json), text: json["text"]?.string ?? "")
  }

  private static func shape(_ json: JSONValue) throws(COCOFault) -> Shape {
    guard let whole = json["whole"] else { return try COCOShape.shape(of: json, size: nil) }
    let sides = whole.array?.compactMap(\.integer) ?? []
    guard sides.count == 2, sides.allSatisfy({ $0 > 0 }) else {
      throw COCOFault(member: "whole", sentence: "must be two numbers: width, height")
    }
    return .image(ImageSize(width: sides[0], height: sides[1]))
  }

  private static func scored(_ values: [JSONValue?], _ labels: Int) -> ScoredLabel? {
    guard values.count == 2, let label = values[0]?.integer, (0..<labels).contains(label),
      let score = values[1]?.double
    else { return nil }
    return ScoredLabel(label: LabelID(label), score: score)
  }
}
