public import EmendCore

/// One object of the truth, as measuring sees it.
public struct EvaluatedTruth: Hashable, Sendable {
  public var label: LabelID
  public var shape: Shape
  /// A crowd may hold many objects: it is never missed, and what lies in it is never wrong.
  public var isCrowd: Bool
  /// In square pixels; decides whether the object counts as small, medium or large.
  public var area: Double

  /// Takes the shape's own area where `area` is nil; COCO files bring one of their own.
  public init(label: LabelID, shape: Shape, isCrowd: Bool = false, area: Double? = nil) {
    self.label = label
    self.shape = shape
    self.isCrowd = isCrowd
    self.area = area ?? shape.coveredArea
  }
}

/// One object that a model found, as measuring sees it.
public struct ScoredShape: Hashable, Sendable {
  public var label: LabelID
  /// Higher is surer, `0...1`.
  public var score: Double
  public var shape: Shape
  /// In square pixels; decides in which sizes an unmatched detection counts as wrong.
  public var area: Double

  public init(label: LabelID, score: Double, shape: Shape) {
    self.label = label
    self.score = score
    self.shape = shape
    area = shape.coveredArea
  }

  public init(_ detection: Detection) {
    self.init(
      label: detection.best.label, score: detection.best.score, shape: detection.shape)
  }
}

/// What is true of one image and what a model said of it.
public struct EvaluatedImage: Hashable, Sendable {
  public var truths: [EvaluatedTruth]
  public var detections: [ScoredShape]

  public init(truths: [EvaluatedTruth], detections: [ScoredShape]) {
    self.truths = truths
    self.detections = detections
  }

  /// What is somewhere on the image.
  public var objects: EvaluatedImage {
    EvaluatedImage(
      truths: truths.filter { !$0.shape.isWholeImage },
      detections: detections.filter { !$0.shape.isWholeImage })
  }

  /// What is said of the image as a whole.
  public var labels: EvaluatedImage {
    EvaluatedImage(
      truths: truths.filter(\.shape.isWholeImage),
      detections: detections.filter(\.shape.isWholeImage))
  }
}

extension Shape {
  /// The shape's area in square pixels; of a polygon, the sum over its rings, of keypoints their
  /// box's.
  var coveredArea: Double {
    switch self {
    case .image, .box, .keypoints: bounds.area
    case .polygon(let polygon): polygon.rings.reduce(0) { $0 + Self.area(of: $1) }
    case .mask(let mask): Double(mask.area)
    }
  }

  /// The shoelace formula.
  private static func area(of ring: [ImagePoint]) -> Double {
    guard var last = ring.last else { return 0 }
    var doubled = 0.0
    for point in ring {
      doubled += last.x * point.y - point.x * last.y
      last = point
    }
    return abs(doubled) / 2
  }
}
