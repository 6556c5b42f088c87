public import EmendCore
public import EmendRaster

extension Detector {
  /// The objects on one image, looked for in the whole image and in each of its slices.
  ///
  /// - Returns: best first; what several slices found of one object is merged.
  /// - Throws: ``InferenceError`` of code `runFailed` or `cancelled`.
  /// - Complexity: one run a slice, and one.
  public func detect(
    _ image: PixelImage, in grid: SliceGrid, merging merge: SliceMerge = SliceMerge(),
    _ settings: PredictionSettings = PredictionSettings()
  ) throws(InferenceError) -> [Detection] {
    let size = ImageSize(width: image.width, height: image.height)
    let slices = grid.slices(of: size)
    var found = try detect(image, settings)
    guard slices.count > 1 else { return found }
    let parts = try detect(slices.map(image.part), settings)
    for (slice, detections) in zip(slices, parts) {
      found += detections.map { detection in
        var moved = detection
        moved.shape = detection.shape.moved(into: size, from: slice)
        return moved
      }
    }
    return merge.merged(found)
  }
}

extension PixelImage {
  /// A copy of some columns and rows.
  func part(_ area: PixelArea) -> PixelImage {
    var part: [UInt8] = []
    part.reserveCapacity(area.columns.count * area.rows.count * 3)
    for row in area.rows {
      let start = (row * width + area.columns.lowerBound) * 3
      part += pixels[start..<start + area.columns.count * 3]
    }
    return PixelImage(width: area.columns.count, height: area.rows.count, pixels: part)
  }
}

extension Shape {
  /// A shape of a slice, where it is on the whole image.
  fileprivate func moved(into size: ImageSize, from slice: PixelArea) -> Shape {
    let (left, top) = (slice.columns.lowerBound, slice.rows.lowerBound)
    switch self {
    case .image: return .image(size)
    case .box(let box):
      return .box(
        Box(
          x: box.x + Double(left), y: box.y + Double(top), width: box.width, height: box.height))
    case .polygon(let polygon):
      return .polygon(
        Polygon(
          rings: polygon.rings.map { ring in
            ring.map { ImagePoint(x: $0.x + Double(left), y: $0.y + Double(top)) }
          }))
    case .mask(let mask): return .mask(mask.placed(in: size, left: left, top: top))
    case .keypoints(let pose): return .keypoints(pose.moved(byX: Double(left), y: Double(top)))
    }
  }
}
