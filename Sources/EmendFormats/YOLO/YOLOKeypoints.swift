import EmendCore

/// The keypoints of a row: `kpt_shape` of a `data.yaml`.
struct YOLOKeypoints: Hashable {
  /// At least 1.
  var count: Int
  /// Whether a visibility follows each x and y.
  var hasVisibility = true

  init(count: Int) { self.count = count }

  /// - Returns: nil where the shape is not `[points, 2 or 3]`.
  init?(shape: [Int]) {
    guard shape.count == 2, (1...1000).contains(shape[0]), (2...3).contains(shape[1]) else {
      return nil
    }
    (count, hasVisibility) = (shape[0], shape[1] == 3)
  }

  var valuesPerPoint: Int { hasVisibility ? 3 : 2 }
  /// Of a row, with the label and the box.
  var columns: Int { 5 + count * valuesPerPoint }

  /// Checks the numbers after the box.
  ///
  /// Ultralytics takes any visibility that is not 0 for a labelled point; others than COCO's are
  /// most likely a row of another shape.
  func check(_ numbers: ArraySlice<Double>) throws(Fault) {
    guard hasVisibility else { return }
    for place in stride(from: numbers.startIndex + 2, to: numbers.endIndex, by: 3) {
      guard [0, 1, 2].contains(numbers[place]) else {
        throw Fault("has the visibility \(numbers[place]); it is 0, 1 or 2")
      }
    }
  }

  /// The points, from the numbers after the box.
  func points(_ numbers: ArraySlice<Double>, in size: ImageSize) -> [Keypoint] {
    (0..<count).map { index in
      let start = numbers.startIndex + index * valuesPerPoint
      let (x, y) = (numbers[start], numbers[start + 1])
      let visibility: Keypoint.Visibility =
        if hasVisibility {
          Keypoint.Visibility(rawValue: Int(numbers[start + 2])) ?? .unlabelled
        } else {
          // As Ultralytics 8.4 reads rows of two values (`verify_image_label`).
          x < 0 || y < 0 ? .unlabelled : .visible
        }
      return Keypoint(
        place: ImagePoint(x: x * Double(size.width), y: y * Double(size.height)),
        visibility: visibility)
    }
  }

  /// The numbers after the box; what a shape has no points for is not labelled.
  func text(of shape: Shape, in size: ImageSize) -> String {
    var points: [Keypoint] = []
    if case .keypoints(let pose) = shape { points = pose.points }
    return (0..<count).map { index in
      guard points.indices.contains(index), points[index].visibility != .unlabelled else {
        return "0 0 0"
      }
      let place = YOLORow.text(of: [points[index].place], in: size)
      return "\(place) \(points[index].visibility.rawValue)"
    }.joined(separator: " ")
  }
}
