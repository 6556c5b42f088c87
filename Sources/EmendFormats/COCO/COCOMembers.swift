import EmendCore

/// The members that we write for each kind of record; ids that are not known yet are left out.
enum COCOMembers {
  /// The lists of a file, which are written one record a line.
  static let lists = ["categories", "images", "annotations"]

  static let file: [JSONValue.Member] =
    [.init("info", COCOLayout.info)] + lists.map { .init($0, .null) }

  static func label(_ label: DatasetLabel) -> [JSONValue.Member] {
    [.init("name", .string(label.name))]
  }

  static func image(_ image: DatasetImage) -> [JSONValue.Member] {
    var members: [JSONValue.Member] = [.init("file_name", .string(image.path.encoded))]
    if let size = image.size {
      members.append(.init("width", .number(size.width)))
      members.append(.init("height", .number(size.height)))
    }
    return members
  }

  static func object(
    _ object: DatasetObject, area: JSONValue, image: JSONValue, category: JSONValue,
    hasPlainCounts: Bool
  ) -> [JSONValue.Member] {
    var members: [JSONValue.Member] = [
      .init("image_id", image), .init("category_id", category),
      .init("bbox", COCOShape.box(of: object.shape)),
      .init("area", area),
      .init("iscrowd", .number(object.isCrowd ? 1 : 0)),
    ]
    if let outline = COCOShape.segmentation(of: object.shape, hasPlainCounts: hasPlainCounts) {
      members.append(.init("segmentation", outline))
    }
    if case .keypoints(let pose) = object.shape {
      // Of a prediction the guess for a point counts (COCO's OKS), whatever its visibility.
      members +=
        object.score == nil
        ? COCOKeypoints.truth(pose.points)
        : [.init("keypoints", COCOKeypoints.value(pose.points))]
    }
    if let score = object.score { members.append(.init("score", .number(score))) }
    if !object.text.isEmpty { members.append(.init("text", .string(object.text))) }
    return members
  }
}
