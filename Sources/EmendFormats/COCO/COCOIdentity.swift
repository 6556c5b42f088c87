import EmendCore

/// The ids that a dataset's labels and images have in a COCO file.
///
/// Foreign ids are kept; what has none gets the numbers after the largest, from 1, and so does
/// what would share one with another.
struct COCOIdentity {
  /// By position in the dataset's labels.
  let labels: [JSONValue]
  /// By position in the dataset's images.
  let images: [JSONValue]

  init(_ dataset: Dataset) {
    labels = Self.assigned(dataset.labels.map { COCORecord(extras: $0.extras).value(of: "id") })
    images = Self.assigned(dataset.images.map { COCORecord(extras: $0.extras).value(of: "id") })
  }

  /// One id for each of `wished`, no two alike.
  static func assigned(_ wished: [JSONValue?]) -> [JSONValue] {
    // Ids that leave no room for more of them are kept, and not counted on from.
    let largest = wished.compactMap { $0?.integer }.filter { $0 < 1 << 53 }.max() ?? 0
    var next = max(largest, 0) + 1
    var taken: Set<JSONValue> = []
    return wished.map { wish in
      if let wish, taken.insert(key(wish)).inserted { return wish }
      defer { next += 1 }
      return .number(next)
    }
  }

  /// One value for all spellings of an id: `3` and `3.0` are the same.
  static func key(_ id: JSONValue) -> JSONValue { id.integer.map { .number($0) } ?? id }

  /// The positions by id.
  static func positions(of ids: [JSONValue]) -> [JSONValue: Int] {
    Dictionary(ids.enumerated().map { (key($1), $0) }, uniquingKeysWith: { first, _ in first })
  }
}
