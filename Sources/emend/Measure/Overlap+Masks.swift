import EmendCore
import EmendLearning

extension Overlap {
  /// By masks where the model gives masks, else by boxes, as COCO's two kinds of measuring do.
  ///
  /// Keypoints are measured by their boxes: how near a point must be depends on which point of
  /// which body it is, and COCO has figures for 17 points of people only.
  static func fitting(_ images: [EvaluatedImage]) -> Overlap {
    let hasMasks = images.contains { image in
      image.detections.contains { detection in
        if case .mask = detection.shape { true } else { false }
      }
    }
    guard hasMasks else { return .boxes }
    return .shapes { detection, truth, isCrowd in
      guard case .mask(let found) = detection else {
        return detection.bounds.overlap(with: truth.bounds)
      }
      return found.overlap(with: truth.mask(in: found.size), isCrowd: isCrowd)
    }
  }
}

extension Shape {
  /// The shape as pixels of an image.
  fileprivate func mask(in size: ImageSize) -> Mask {
    switch self {
    case .mask(let mask): mask
    case .polygon(let polygon): Mask(polygon: polygon, size: size)
    case .image, .box, .keypoints: Mask(box: bounds, size: size)
    }
  }
}
