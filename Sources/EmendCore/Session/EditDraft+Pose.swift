extension EditDraft {
  /// Goes through left, top, right, bottom, the whole, and the points of a pose.
  mutating func choosePart(_ step: Int) {
    let points = pose?.points.indices.map(Part.point) ?? []
    let order = BoxEdge.allCases.map(Part.edge) + [.whole] + points
    let index = order.firstIndex(of: part) ?? 0
    part = order[(index + step + order.count) % order.count]
  }

  /// Where the point is that the keys move; nil where they move none.
  var place: ImagePoint? {
    guard let point, let pose, pose.points.indices.contains(point) else { return nil }
    return pose.fitted(to: box).points[point].place
  }

  /// Changes one point where it is shown now.
  mutating func change(_ index: Int, _ change: (inout Keypoint) -> Void) {
    guard var shown = pose?.fitted(to: box), shown.points.indices.contains(index) else { return }
    change(&shown.points[index])
    pose = shown
  }

  /// Visible, hidden, not there, and round again.
  ///
  /// - Returns: false where the keys move no point.
  mutating func changeVisibility() -> Bool {
    guard let point else { return false }
    change(point) { point in
      point.visibility =
        switch point.visibility {
        case .visible: .hidden
        case .hidden: .unlabelled
        case .unlabelled: .visible
        }
    }
    return true
  }
}
