public import EmendCore

/// COCO's `keypoints` and `num_keypoints` of an object, `keypoints` and `skeleton` of a category.
enum COCOKeypoints {
  /// The pose of a record; nil for one that is none of ours.
  ///
  /// Crowds have masks. COCO writes zeros for an object none of whose points are labelled: its
  /// outline, where it has one, says more than they do.
  static func pose(of record: JSONValue, box: Box?) -> Pose? {
    guard let box, record["iscrowd"].flatMap(\.integer) ?? 0 == 0,
      let points = points(record["keypoints"]), !points.isEmpty
    else { return nil }
    let isLabelled = points.contains { $0.visibility != .unlabelled }
    let hasOutline =
      switch record["segmentation"] {
      case nil, .null?: false
      case .array(let rings)?: !rings.isEmpty
      default: true
      }
    return isLabelled || !hasOutline ? Pose(box: box, points: points) : nil
  }

  /// Nil where the value is no list of x, y and visibility in turn.
  static func points(_ value: JSONValue?) -> [Keypoint]? {
    guard let values = value?.array, values.count.isMultiple(of: 3) else { return nil }
    let points = stride(from: 0, to: values.count, by: 3).compactMap { start -> Keypoint? in
      guard let x = COCOShape.coordinate(values[start]),
        let y = COCOShape.coordinate(values[start + 1]),
        let visibility = values[start + 2].integer.flatMap(Keypoint.Visibility.init)
      else { return nil }
      return Keypoint(place: ImagePoint(x: x, y: y), visibility: visibility)
    }
    return points.count * 3 == values.count ? points : nil
  }

  /// `[x, y, visibility]` of each point in one list.
  static func value(_ points: [Keypoint]) -> JSONValue {
    .array(
      points.flatMap { point in
        [
          .number(point.place.x), .number(point.place.y), .number(point.visibility.rawValue),
        ]
      })
  }

  /// What is said of the points in truth, where one that is not labelled has no place.
  static func truth(_ points: [Keypoint]) -> [JSONValue.Member] {
    let known = points.map { point in
      point.visibility == .unlabelled
        ? Keypoint(place: ImagePoint(x: 0, y: 0), visibility: .unlabelled) : point
    }
    return [
      .init("num_keypoints", .number(points.count { $0.visibility != .unlabelled })),
      .init("keypoints", value(known)),
    ]
  }

  /// A category's members for poses of so many points; COCO counts limbs from 1.
  static func category(points: Int) -> [JSONValue.Member] {
    let skeleton = Skeleton.usual(points: points)
    return [
      .init("keypoints", .array(skeleton.names.map { .string($0) })),
      .init(
        "skeleton",
        .array(
          skeleton.limbs.map { .array([.number($0.start + 1), .number($0.end + 1)]) })),
    ]
  }
}

extension Dataset {
  /// How many points the poses of a label have; those with the most count.
  var pointCounts: [LabelID: Int] {
    images.lazy.flatMap(\.objects).reduce(into: [:]) { counts, object in
      guard case .keypoints(let pose) = object.shape else { return }
      counts[object.label] = max(counts[object.label] ?? 0, pose.points.count)
    }
  }
}

extension Skeleton {
  /// The skeleton that a label came with from a COCO file; nil where it had none.
  ///
  /// Limbs to points that it does not name are left out.
  public init?(labelExtras: String?) {
    let record = COCORecord(extras: labelExtras)
    guard let values = record.value(of: "keypoints")?.array, !values.isEmpty else { return nil }
    let names = values.compactMap(\.string)
    guard names.count == values.count else { return nil }
    let limbs = (record.value(of: "skeleton")?.array ?? []).compactMap { limb -> Limb? in
      let ends = limb.array?.compactMap(\.integer) ?? []
      guard ends.count == 2, ends.allSatisfy({ (1...names.count).contains($0) }) else { return nil }
      return Limb(from: ends[0] - 1, to: ends[1] - 1)
    }
    self.init(names: names, limbs: limbs)
  }
}
