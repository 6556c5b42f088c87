import EmendCore

/// Shapes as the numbers of a row.
enum YOLOShape {
  /// - Returns: Nil where nothing of the shape lies in the image.
  static func text(of shape: Shape, in size: ImageSize, as form: YOLORow.Form) -> String? {
    switch form {
    case .box:
      let box = shape.bounds.clamped(to: size)
      guard box.width > 0, box.height > 0 else { return nil }
      return YOLORow.text(of: box, in: size)
    case .pose(let keypoints):
      return text(of: shape, in: size, as: .box).map { box in
        box + " " + keypoints.text(of: shape, in: size)
      }
    case .ring:
      // A row holds one ring only.
      let ring = Polygon.bridged(rings(of: shape, in: size))
      guard ring.count >= 3 else { return nil }
      return YOLORow.text(of: ring, in: size)
    }
  }

  private static func rings(of shape: Shape, in size: ImageSize) -> [[ImagePoint]] {
    switch shape {
    case .image, .box, .keypoints:
      let box = shape.bounds.clamped(to: size)
      guard box.width > 0, box.height > 0 else { return [] }
      // Clockwise from the top left.
      return [
        [
          ImagePoint(x: box.x, y: box.y), ImagePoint(x: box.maxX, y: box.y),
          ImagePoint(x: box.maxX, y: box.maxY), ImagePoint(x: box.x, y: box.maxY),
        ]
      ]
    case .polygon(let polygon): return polygon.rings.filter { $0.count >= 3 }
    case .mask(let mask): return mask.outline.rings
    }
  }
}
