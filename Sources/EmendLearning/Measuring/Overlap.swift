public import EmendCore

/// How the overlap of a detection with a truth is measured.
public enum Overlap: Sendable {
  /// By the boxes around both shapes.
  case boxes
  /// By the shapes themselves, with the caller's measure in `0...1`.
  ///
  /// It is given the detection's shape, the truth's, and whether the truth is a crowd; of a crowd
  /// it must answer the shared area over the *detection's* area. It is asked only of shapes whose
  /// boxes overlap.
  case shapes(@Sendable (_ detection: Shape, _ truth: Shape, _ isCrowd: Bool) -> Double)

  /// The overlap in `0...1`; 0 when the boxes around the shapes do not touch.
  func callAsFunction(
    _ detection: Shape, _ detectionBounds: Box, _ truth: EvaluatedTruth, _ truthBounds: Box
  ) -> Double {
    let ofBounds = Self.ofBoxes(detectionBounds, truthBounds, isCrowd: truth.isCrowd)
    guard case .shapes(let measure) = self, ofBounds > 0 else { return ofBounds }
    return measure(detection, truth.shape, truth.isCrowd)
  }

  /// Intersection over union; over the detection's area when the truth is a crowd.
  ///
  /// Source: pycocotools 2.0.11, `bbIou` in `common/maskApi.c`, with its order of operations, so
  /// that the last bit agrees.
  static func ofBoxes(_ detection: Box, _ truth: Box, isCrowd: Bool) -> Double {
    let width = min(detection.maxX, truth.maxX) - max(detection.x, truth.x)
    guard width > 0 else { return 0 }
    let height = min(detection.maxY, truth.maxY) - max(detection.y, truth.y)
    guard height > 0 else { return 0 }
    let shared = width * height
    return shared / (isCrowd ? detection.area : detection.area + truth.area - shared)
  }
}
