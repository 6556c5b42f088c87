/// The order of keys in a COCO file: ours, or the one that a foreign file had.
struct COCOLayout {
  var file = ["info", "categories", "images", "annotations"]
  var category = ["id", "name"]
  var image = ["id", "file_name", "width", "height"]
  var annotation = [
    "id", "image_id", "category_id", "bbox", "area", "iscrowd", "segmentation", "score",
  ]

  /// Some readers want it to be there (`loadRes` of older pycocotools).
  static let info = JSONValue.object([.init("description", .string("Written by emend"))])

  init() {}

  /// Takes the order of each kind from its first record.
  init(of file: JSONValue) {
    for (key, path) in Self.parts {
      guard case .object(let members)? = file[key]?.array?.first else { continue }
      let keys = members.map(\.key)
      // A record that only lacks some of our keys has our order.
      if self[keyPath: path].filter(keys.contains) != keys { self[keyPath: path] = keys }
    }
  }
}

// MARK: - As extras

extension COCOLayout {
  private static var parts: [(String, WritableKeyPath<COCOLayout, [String]>)] {
    [("categories", \.category), ("images", \.image), ("annotations", \.annotation)]
  }

  init(extras: String?) {
    guard let value = Extras.value(COCORecord.format, in: extras) else { return }
    for (key, path) in Self.parts {
      if let keys = value[key]?.array { self[keyPath: path] = keys.compactMap(\.string) }
    }
  }

  /// What is not as in our own files.
  var members: [JSONValue.Member] {
    let own = COCOLayout()
    return Self.parts.compactMap { key, path in
      let keys = self[keyPath: path]
      guard own[keyPath: path] != keys else { return nil }
      return JSONValue.Member(key, .array(keys.map { .string($0) }))
    }
  }
}
