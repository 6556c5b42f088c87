public import EmendCore

extension Shape {
  /// Whether no point of the shape's bounds lies in an image of `size`.
  ///
  /// Foreign files hold boxes that reach over the edge, or have no width; those are let in.
  public func isOutside(_ size: ImageSize) -> Bool {
    let box = bounds
    return box.x >= Double(size.width) || box.y >= Double(size.height)
      || box.maxX <= 0 && box.x < 0 || box.maxY <= 0 && box.y < 0
  }
}
