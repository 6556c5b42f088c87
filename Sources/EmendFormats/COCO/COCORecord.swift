import EmendCore

/// What a foreign record held beyond the members that we would write for it.
///
/// Members whose value we would write ourselves are not kept, so an untouched record comes out
/// with every value it had, and a changed one with only what still holds.
struct COCORecord {
  /// As they stood; they take the place of ours.
  var kept: [JSONValue.Member] = []
  /// The keys in their order, where it is not the file's usual one.
  var order: [String]?
  /// The digest of the shape that the kept `bbox`, `area` and `segmentation` belong to.
  var shape: String?
  /// The digest of a pose's box, which an outline and an area belong to whatever its points do.
  var box: String?
  /// Whether run lengths were written as a list and not as text.
  var hasPlainCounts = false
  /// The place among the file's annotations, where they are not grouped by image.
  var place: Int?

  static let shapeKeys = ["bbox", "area", "segmentation", "num_keypoints", "keypoints"]

  init() {}

  /// - Parameters:
  ///   - original: the record's members as read.
  ///   - ours: the members that we would write for it.
  ///   - usual: the order of keys in the file's first such record.
  init(original: [JSONValue.Member], ours: [JSONValue.Member], usual: [String]) {
    kept = original.filter { member in
      !(ours.first { $0.key == member.key }?.value.means(member.value) ?? false)
    }
    let keys = original.map(\.key)
    let added = ours.map(\.key).filter { !keys.contains($0) }
    if arranged(ours, usual: usual).map(\.key) != keys + added { order = keys }
  }

  /// The members to write: `ours`, with the kept ones in their places.
  func arranged(_ ours: [JSONValue.Member], usual: [String]) -> [JSONValue.Member] {
    var rest = ours.map { member in kept.first { $0.key == member.key } ?? member }
    rest += kept.filter { member in !ours.contains { $0.key == member.key } }
    var arranged: [JSONValue.Member] = []
    for key in order ?? usual {
      guard let index = rest.firstIndex(where: { $0.key == key }) else { continue }
      arranged.append(rest.remove(at: index))
    }
    return arranged + rest
  }

  /// Forgets what belongs to the shape, unless it is still the one that was read.
  mutating func dropStale(for shape: Shape) {
    guard let read = self.shape, read != ShapeDigest.text(of: shape) else { return }
    var isBoxTheSame = false
    if case .keypoints(let pose) = shape {
      isBoxTheSame = box == ShapeDigest.text(of: .box(pose.box))
    }
    kept.removeAll { member in
      Self.shapeKeys.contains(member.key)
        && !(isBoxTheSame && ["bbox", "area", "segmentation"].contains(member.key))
    }
  }

  /// Notes which shape the members belong to, where any does.
  mutating func note(_ shape: Shape) {
    guard kept.contains(where: { Self.shapeKeys.contains($0.key) }) else { return }
    self.shape = ShapeDigest.text(of: shape)
    if case .keypoints(let pose) = shape { box = ShapeDigest.text(of: .box(pose.box)) }
  }
}

// MARK: - As extras

extension COCORecord {
  static let format = "coco"

  /// Reads what ``extras`` wrote; empty where there is none.
  init(extras: String?) {
    guard let value = Extras.value(Self.format, in: extras) else { return }
    if case .object(let members)? = value["keep"] { kept = members }
    order = value["order"]?.array?.compactMap(\.string)
    shape = value["of"]?.string
    box = value["box"]?.string
    hasPlainCounts = value["plain"] == .bool(true)
    place = value["at"]?.integer
  }

  var extras: String? { Extras.text(Self.format, members) }

  var members: [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    if !kept.isEmpty { members.append(.init("keep", .object(kept))) }
    if let order { members.append(.init("order", .array(order.map { .string($0) }))) }
    if let shape { members.append(.init("of", .string(shape))) }
    if let box { members.append(.init("box", .string(box))) }
    if hasPlainCounts { members.append(.init("plain", .bool(true))) }
    if let place { members.append(.init("at", .number(place))) }
    return members
  }

  func value(of key: String) -> JSONValue? { kept.first { $0.key == key }?.value }
}
