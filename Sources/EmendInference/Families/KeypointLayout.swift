import EmendCore

/// How a YOLO pose model writes a place's keypoints: `kpt_shape` of its metadata.
struct KeypointLayout: Hashable, Sendable {
  /// At least 1.
  var count: Int
  /// Whether a third value follows each x and y, `0...1`.
  var hasConfidence: Bool

  /// - Returns: nil where `shape` is not `[points, 2 or 3]`, or too large to be one.
  init?(_ shape: [Int]) {
    guard shape.count == 2, (1...1000).contains(shape[0]), (2...3).contains(shape[1]) else {
      return nil
    }
    (count, hasConfidence) = (shape[0], shape[1] == 3)
  }

  var valuesPerPoint: Int { hasConfidence ? 3 : 2 }
  var valueCount: Int { count * valuesPerPoint }

  /// The points of one object, clipped to the image.
  ///
  /// A confidence of 0.5 or more is a visible point, and less one that is not labelled, with the
  /// model's guess for its place: the confidence is trained on whether a point was labelled
  /// (`kpt_mask = gt[..., 2] != 0`, `v8PoseLoss` of Ultralytics 8.4), so it says nothing of points
  /// that are hidden. Without confidences a point at 0, 0 is missing, as Ultralytics'
  /// `Annotator.kpts` has it.
  /// - Precondition: there are ``valueCount`` values, x and y in pixels of the model's input.
  func points(_ values: [Float], _ placement: Placement) -> [Keypoint] {
    precondition(values.count == valueCount, "\(values.count) values, expected \(valueCount)")
    return (0..<count).map { index in
      let start = index * valuesPerPoint
      let place = placement.imagePlace(x: values[start], y: values[start + 1])
      let isThere = hasConfidence ? values[start + 2] >= 0.5 : place != (0, 0)
      return Keypoint(
        place: ImagePoint(x: Double(place.x), y: Double(place.y)),
        visibility: isThere ? .visible : .unlabelled)
    }
  }
}
