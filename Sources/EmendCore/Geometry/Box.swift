/// An axis-aligned box in pixels of the upright image, half open: it covers `x..<x + width`.
///
/// A box around the whole image is `0, 0, width, height`.
public struct Box: Hashable, Sendable {
  public var x: Double
  public var y: Double
  public var width: Double
  public var height: Double

  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The box between two corners, whichever way round they are.
  public init(from first: ImagePoint, to second: ImagePoint) {
    self.init(
      x: min(first.x, second.x), y: min(first.y, second.y),
      width: abs(first.x - second.x), height: abs(first.y - second.y))
  }

  public var maxX: Double { x + width }
  public var maxY: Double { y + height }
  public var area: Double { width * height }
  public var centre: ImagePoint { ImagePoint(x: x + width / 2, y: y + height / 2) }

  /// The part of the box that lies in an image of `size`; empty boxes have no width or height.
  public func clamped(to size: ImageSize) -> Box {
    let left = min(max(x, 0), Double(size.width))
    let top = min(max(y, 0), Double(size.height))
    return Box(
      x: left, y: top,
      width: max(0, min(maxX, Double(size.width)) - left),
      height: max(0, min(maxY, Double(size.height)) - top))
  }

  /// The boxes' intersection over union, in `0...1`; 0 when both are empty.
  ///
  /// Source: Everingham et al., "The PASCAL Visual Object Classes Challenge", 2010, section 4.2.
  /// - Complexity: O(1)
  public func overlap(with other: Box) -> Double {
    let shared =
      max(0, min(maxX, other.maxX) - max(x, other.x))
      * max(0, min(maxY, other.maxY) - max(y, other.y))
    let joint = area + other.area - shared
    return joint > 0 ? shared / joint : 0
  }
}
