/// Where one object is on its image, in pixels of the upright image.
public enum Shape: Hashable, Sendable {
  /// Nowhere in particular: the label is the whole image's, which has this size.
  case image(ImageSize)
  case box(Box)
  case polygon(Polygon)
  case mask(Mask)
  /// Its bounds are the pose's box, whatever its points do.
  case keypoints(Pose)

  /// The smallest box around the shape.
  public var bounds: Box {
    switch self {
    case .image(let size):
      Box(x: 0, y: 0, width: Double(size.width), height: Double(size.height))
    case .box(let box): box
    case .polygon(let polygon): polygon.bounds
    case .mask(let mask): mask.bounds
    case .keypoints(let pose): pose.box
    }
  }

  public var isWholeImage: Bool {
    if case .image = self { true } else { false }
  }
}

/// One or more closed rings; the shape is what any of them covers, as COCO reads it.
public struct Polygon: Hashable, Sendable {
  public var rings: [[ImagePoint]]

  public init(rings: [[ImagePoint]]) { self.rings = rings }

  /// The smallest box around every point; empty at the origin when there is none.
  public var bounds: Box {
    guard let first = rings.first(where: { !$0.isEmpty })?.first else {
      return Box(x: 0, y: 0, width: 0, height: 0)
    }
    var (low, high) = (first, first)
    for point in rings.joined() {
      low = ImagePoint(x: min(low.x, point.x), y: min(low.y, point.y))
      high = ImagePoint(x: max(high.x, point.x), y: max(high.y, point.y))
    }
    return Box(from: low, to: high)
  }
}
