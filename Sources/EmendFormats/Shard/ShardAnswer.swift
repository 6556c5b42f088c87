public import EmendCore

/// What a model found on one image, as a line of a shard.
public struct ShardAnswer: Hashable, Sendable {
  /// The SHA-256 of the image's file.
  public var image: String
  /// Their labels count the header's names from 0.
  public var detections: [Detection]

  public init(image: String, detections: [Detection]) {
    (self.image, self.detections) = (image, detections)
  }

  var json: JSONValue {
    .object([
      .init("image", .string(image)), .init("objects", .array(detections.map(Self.json))),
    ])
  }

  /// - Throws: ``COCOFault`` that names what cannot be read.
  init(_ json: JSONValue, labels: Int) throws(COCOFault) {
    guard let image = json["image"]?.string, let objects = json["objects"]?.array else {
      throw COCOFault(member: "image", sentence: "is missing, or objects are")
    }
    self.image = image
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
    members += [
      .init("entropy", .number(detection.entropy)),
      .init("bbox", COCOShape.box(of: detection.shape)),
    ]
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
      shape: try COCOShape.shape(of: json, size: nil))
  }

  private static func scored(_ values: [JSONValue?], _ labels: Int) -> ScoredLabel? {
    guard values.count == 2, let label = values[0]?.integer, (0..<labels).contains(label),
      let score = values[1]?.double
    else { return nil }
    return ScoredLabel(label: LabelID(label), score: score)
  }
}
