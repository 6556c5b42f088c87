/// Which way a nudge goes, and how far.
struct Nudge: Equatable, Sendable {
  enum Reach: Equatable, Sendable {
    case fine
    case plain
    case far
  }

  /// One of -1, 0 and 1 each.
  var x: Double
  var y: Double
  var reach: Reach

  init?(_ command: Command) {
    switch command {
    case .nudgeLeft: self.init(-1, 0, .plain)
    case .nudgeRight: self.init(1, 0, .plain)
    case .nudgeUp: self.init(0, -1, .plain)
    case .nudgeDown: self.init(0, 1, .plain)
    case .nudgeLeftFar: self.init(-1, 0, .far)
    case .nudgeRightFar: self.init(1, 0, .far)
    case .nudgeUpFar: self.init(0, -1, .far)
    case .nudgeDownFar: self.init(0, 1, .far)
    case .nudgeLeftFine: self.init(-1, 0, .fine)
    case .nudgeRightFine: self.init(1, 0, .fine)
    case .nudgeUpFine: self.init(0, -1, .fine)
    case .nudgeDownFine: self.init(0, 1, .fine)
    default: return nil
    }
  }

  private init(_ x: Double, _ y: Double, _ reach: Reach) {
    self.x = x
    self.y = y
    self.reach = reach
  }
}

extension Box {
  /// The box with one edge, or the whole of it, moved; the far edge is never passed.
  func moved(_ edge: BoxEdge?, byX x: Double, y: Double) -> Box {
    var box = self
    switch edge {
    case nil:
      box.x += x
      box.y += y
    case .left:
      let left = min(box.x + x, maxX)
      box.width = maxX - left
      box.x = left
    case .top:
      let top = min(box.y + y, maxY)
      box.height = maxY - top
      box.y = top
    case .right: box.width = max(0, width + x)
    case .bottom: box.height = max(0, height + y)
    }
    return box
  }

  func grown(by margin: Double) -> Box {
    Box(
      x: x - margin, y: y - margin, width: max(0, width + 2 * margin),
      height: max(0, height + 2 * margin))
  }

  /// Rounds the corners to the tenth of a pixel that the keys move by, so that ten small steps are
  /// one large one.
  var roundedToTenths: Box {
    Box(
      from: ImagePoint(x: x, y: y).roundedToTenths,
      to: ImagePoint(x: maxX, y: maxY).roundedToTenths)
  }
}

extension ImagePoint {
  fileprivate var roundedToTenths: ImagePoint {
    ImagePoint(x: (x * 10).rounded() / 10, y: (y * 10).rounded() / 10)
  }
}

extension Session {
  mutating func beginEdit() {
    guard let object = selected else {
      _ = complain("no object is selected")
      return
    }
    switch object.state.shape {
    case .box(let box): mode = .edit(EditDraft(object: object.id, box: box))
    case .keypoints(let pose):
      mode = .edit(EditDraft(object: object.id, box: pose.box, pose: pose))
    case .image:
      _ = complain("the label of a whole image has no edges; a digit gives another label")
    case .polygon, .mask:
      _ = complain("only boxes can be moved; accept or reject this mask, or draw a box with b")
    }
  }

  mutating func perform(
    _ command: Command, editing draft: EditDraft, at time: Timestamp
  ) -> [Effect] {
    var draft = draft
    if let nudge = Nudge(command) {
      move(&draft, nudge)
    } else {
      switch command {
      case .edgeLeft: draft.part = .edge(.left)
      case .edgeTop: draft.part = .edge(.top)
      case .edgeRight: draft.part = .edge(.right)
      case .edgeBottom: draft.part = .edge(.bottom)
      case .nextEdge: draft.choosePart(1)
      case .previousEdge: draft.choosePart(-1)
      case .nextVisibility:
        guard draft.changeVisibility() else { return complain("choose a keypoint with tab first") }
      case .grow: draft.box = draft.box.grown(by: 1)
      case .shrink: draft.box = draft.box.grown(by: -1)
      case .commit: return keep(draft, at: time)
      case .cancel:
        mode = .review
        return []
      default: return []
      }
    }
    mode = .edit(draft)
    if let viewport, let focus = focus(near: viewport.shown(in: area).centre) { reveal(focus) }
    return []
  }

  private func move(_ draft: inout EditDraft, _ nudge: Nudge) {
    let step = nudge.reach == .fine ? 0.1 : nudge.reach == .far ? 10.0 : 1.0
    guard let point = draft.point, let size = image?.size else {
      draft.box =
        draft.box.moved(draft.edge, byX: nudge.x * step, y: nudge.y * step).roundedToTenths
      return
    }
    draft.change(point) { point in
      point.place = ImagePoint(x: point.place.x + nudge.x * step, y: point.place.y + nudge.y * step)
        .roundedToTenths.clamped(to: size)
      // Whoever places a point says that it is there.
      if point.visibility == .unlabelled { point.visibility = .visible }
    }
  }

  private mutating func keep(_ draft: EditDraft, at time: Timestamp) -> [Effect] {
    guard let size = image?.size else { return [] }
    let box = draft.box.clamped(to: size)
    guard box.area > 0 else { return complain("the box is empty; esc leaves it as it was") }
    mode = .review
    let shape = draft.pose.map { Shape.keypoints($0.fitted(to: draft.box).clamped(to: size)) }
    return decide(.reshape, at: time) {
      $0.shape = shape ?? .box(box)
      $0.status = .accepted
    }
  }
}
