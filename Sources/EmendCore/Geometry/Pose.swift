/// A box with the places of an object's parts in it, such as a body with its joints.
public struct Pose: Hashable, Sendable {
  public var box: Box
  /// In the order that the label's skeleton gives them; they may lie outside the box.
  public var points: [Keypoint]

  public init(box: Box, points: [Keypoint]) {
    (self.box, self.points) = (box, points)
  }

  /// The pose with another box; the points keep their share of its width and height.
  ///
  /// Of a box without a width (or height) nothing has a share: they move as its edge does.
  public func fitted(to target: Box) -> Pose {
    guard target != box else { return self }
    let across = box.width > 0 ? target.width / box.width : 1
    let down = box.height > 0 ? target.height / box.height : 1
    return Pose(
      box: target,
      points: points.map { point in
        var moved = point
        moved.place = ImagePoint(
          x: target.x + (point.place.x - box.x) * across,
          y: target.y + (point.place.y - box.y) * down)
        return moved
      })
  }

  /// The pose moved as a whole.
  public func moved(byX x: Double, y: Double) -> Pose {
    Pose(
      box: Box(x: box.x + x, y: box.y + y, width: box.width, height: box.height),
      points: points.map { point in
        var moved = point
        moved.place = ImagePoint(x: point.place.x + x, y: point.place.y + y)
        return moved
      })
  }

  /// The part of the box that lies in an image of `size`, with points outside drawn in to its edge.
  public func clamped(to size: ImageSize) -> Pose {
    Pose(
      box: box.clamped(to: size),
      points: points.map { point in
        var inside = point
        inside.place = point.place.clamped(to: size)
        return inside
      })
  }
}

/// One part's place in a pose.
public struct Keypoint: Hashable, Sendable {
  /// What is known of the place; the numbers are COCO's.
  public enum Visibility: Int, CaseIterable, Hashable, Sendable {
    /// Nobody says that it is there; its place is a model's guess, or 0, 0.
    case unlabelled = 0
    /// It is there, behind something.
    case hidden = 1
    case visible = 2
  }

  public var place: ImagePoint
  public var visibility: Visibility

  public init(place: ImagePoint, visibility: Visibility = .visible) {
    (self.place, self.visibility) = (place, visibility)
  }
}
