import EmendCore

extension Coverage {
  /// Covers a pose's limbs between labelled points, and discs at those points.
  ///
  /// The discs' radius and the limbs' thickness are screen pixels.
  /// - Complexity: O(points x rows of each)
  mutating func add(
    _ pose: Pose, _ limbs: [Skeleton.Limb], _ viewport: Viewport, radius: Double, thickness: Double
  ) {
    for limb in limbs {
      guard let start = pose.labelled(limb.start), let end = pose.labelled(limb.end) else {
        continue
      }
      addLine(from: viewport.place(start), to: viewport.place(end), thickness: thickness)
    }
    for index in pose.points.indices {
      if let place = pose.labelled(index) { addDisc(at: viewport.place(place), radius: radius) }
    }
  }

  private mutating func addLine(
    from start: SIMD2<Double>, to end: SIMD2<Double>, thickness: Double
  ) {
    let along = end - start
    let length = (along * along).sum().squareRoot()
    guard length > 0 else { return }
    let across = SIMD2(-along.y, along.x) * (thickness / 2 / length)
    add([start + across, end + across, end - across, start - across])
  }

  /// About the middle of a pixel, so that it is as wide to the left as to the right.
  private mutating func addDisc(at place: SIMD2<Double>, radius: Double) {
    let centre = place.rounded(.down) + 0.5
    add(Self.circle.map { centre + $0 * radius })
  }

  /// Sixteen corners, which are round enough for a few pixels.
  private static let circle: [SIMD2<Double>] = {
    let half = 0.5.squareRoot()
    let (near, far) = (0.38268343236508977, 0.9238795325112867)  // sine and cosine of 22.5 degrees
    let quarter = [
      SIMD2(1.0, 0), SIMD2(far, near), SIMD2(half, half), SIMD2(near, far),
    ]
    return (0..<4).flatMap { turn in
      quarter.map { corner in
        (0..<turn).reduce(corner) { turned, _ in SIMD2(-turned.y, turned.x) }
      }
    }
  }()
}

extension Mark {
  /// What is drawn lies within the bounds of this.
  var reach: Shape {
    if case .keypoints(let pose) = shape { .box(pose.extent) } else { shape }
  }
}

extension Pose {
  /// Where a point is, if anybody says that it is there.
  func labelled(_ index: Int) -> ImagePoint? {
    guard points.indices.contains(index), points[index].visibility != .unlabelled else {
      return nil
    }
    let place = points[index].place
    return place.x.isFinite && place.y.isFinite ? place : nil
  }

  /// The box around the pose's own and every labelled point.
  var extent: Box {
    points.indices.compactMap(labelled).reduce(box) { reach, place in
      let low = ImagePoint(x: min(reach.x, place.x), y: min(reach.y, place.y))
      return Box(
        from: low, to: ImagePoint(x: max(reach.maxX, place.x), y: max(reach.maxY, place.y)))
    }
  }
}
