import EmendCore

extension OverlayPlane {
  /// Draws a pose's points over its box: discs where they are visible, rings where they are hidden,
  /// lines between those that belong together, nothing where they are not labelled.
  mutating func draw(
    _ pose: Pose, _ mark: Mark, _ viewport: Viewport, _ stroke: Stroke, _ detail: OverlayDetail,
    _ coverage: inout Coverage
  ) {
    guard mark.style != .ghost, let reach = screenArea(of: .box(pose.extent), viewport),
      let box = screenArea(of: .box(pose.box), viewport)
    else { return }
    let size = PoseSize(side: box.shorterSide, detail)
    coverage.begin(
      reach.grown(by: size.radius + 1).intersection(area).grown(by: Coverage.margin))
    coverage.add(
      pose, mark.limbs, viewport, radius: Double(size.radius), thickness: Double(size.thickness))
    draw(
      coverage,
      AreaInks(
        rim: mark.isSelected && stroke.rim > 0 ? .plain(OverlayColours.light) : stroke.rimInk,
        border: stroke.ink, edge: stroke.ink, inside: stroke.ink, thickness: 1))
    for (index, point) in pose.points.enumerated() where point.visibility == .hidden {
      guard let place = pose.labelled(index), let centre = self.place(of: place, viewport) else {
        continue
      }
      disc(at: centre, radius: size.hole, stroke.contrast)
    }
    if let chosen = mark.point, pose.points.indices.contains(chosen) {
      drawChosen(pose.points[chosen], viewport, size, detail)
    }
  }

  /// A ring around the point that the keys move, so that the picture below it is seen.
  private mutating func drawChosen(
    _ point: Keypoint, _ viewport: Viewport, _ size: PoseSize, _ detail: OverlayDetail
  ) {
    guard let centre = place(of: point.place, viewport) else { return }
    guard case .fine(let scale) = detail else {
      return square(at: centre, side: 3, OverlayColours.highlight)
    }
    let inner = size.radius + 2 * scale
    ring(at: centre, from: inner, to: inner + 4 * scale, OverlayColours.dark)
    ring(at: centre, from: inner + scale, to: inner + 3 * scale, OverlayColours.highlight)
  }
}

/// How large a pose's parts are drawn, in screen pixels.
private struct PoseSize {
  var radius: Int
  /// Of what stays free in the disc of a hidden point.
  var hole: Int
  /// Of a limb.
  var thickness: Int

  /// `side` is the shorter one of the pose's box: large discs would hide a small body.
  init(side: Int, _ detail: OverlayDetail) {
    guard case .fine(let scale) = detail else {
      (radius, hole, thickness) = (1, 1, 1)
      return
    }
    let isSmall = side < 64 * scale
    (radius, hole) = ((isSmall ? 3 : 4) * scale, (isSmall ? 2 : 3) * scale)
    thickness = (isSmall ? 1 : 2) * scale
  }
}
