public import EmendCore

/// Writes COCO's object files, one record a line.
///
/// The same dataset always gives the same bytes. Whole numbers have no fraction, and others the
/// shortest decimal that reads back equal. Images without a size lack `width` and `height`.
public struct COCOWriter {
  private let dataset: Dataset
  private let layout: COCOLayout
  private let identity: COCOIdentity
  private let report: WorkReport
  private var writer = JSONWriter()

  /// The file's content, which ends with a newline.
  ///
  /// Foreign ids, members and their order are kept; new objects get the ids after the largest,
  /// from 1, because COCO's evaluation takes an object of id 0 for unmatched.
  /// `report` is told how many objects are written.
  /// - Precondition: coordinates and scores are finite; each object's label is in the dataset.
  public static func bytes(
    of dataset: Dataset, report: @escaping WorkReport = { _ in }
  ) -> [UInt8] {
    var writer = COCOWriter(dataset, report)
    writer.writeFile()
    return writer.writer.bytes
  }

  private init(_ dataset: Dataset, _ report: @escaping WorkReport) {
    self.dataset = dataset
    self.report = report
    layout = COCOLayout(extras: dataset.extras)
    identity = COCOIdentity(dataset)
  }

  private mutating func writeFile() {
    let members = COCORecord(extras: dataset.extras)
      .arranged(COCOMembers.file, usual: layout.file)
    writer.append("{")
    for (index, member) in members.enumerated() {
      if index > 0 { writer.append(",\n") }
      writer.append(string: member.key)
      writer.append(":")
      switch member.key {
      case "categories": write(labels)
      case "images": write(images)
      case "annotations": write(objects)
      default: writer.append(member.value)
      }
    }
    writer.append("}\n")
  }

  private mutating func write(_ records: [[JSONValue.Member]]) {
    writer.append("[")
    for (index, record) in records.enumerated() {
      writer.append(index > 0 ? ",\n" : "\n")
      writer.append(.object(record))
    }
    writer.append(records.isEmpty ? "]" : "\n]")
  }

  private var labels: [[JSONValue.Member]] {
    let points = dataset.pointCounts
    return zip(dataset.labels, identity.labels).map { label, id in
      var ours = COCOMembers.label(label)
      // CVAT and others take no pose of a category that does not name its points.
      if let count = points[label.id],
        COCORecord(extras: label.extras).value(of: "keypoints") == nil
      {
        ours += COCOKeypoints.category(points: count)
      }
      return record(label.extras, id: id, ours, usual: layout.category)
    }
  }

  private var images: [[JSONValue.Member]] {
    zip(dataset.images, identity.images).map { image, id in
      record(image.extras, id: id, COCOMembers.image(image), usual: layout.image)
    }
  }

  private func record(
    _ extras: String?, id: JSONValue, _ ours: [JSONValue.Member], usual: [String]
  ) -> [JSONValue.Member] {
    var kept = COCORecord(extras: extras)
    kept.kept.removeAll { $0.key == "id" }
    return kept.arranged([.init("id", id)] + ours, usual: usual)
  }
}

// MARK: - Objects

extension COCOWriter {
  private struct Placed {
    var image: Int
    var object: DatasetObject
    var kept: COCORecord
  }

  private var objects: [[JSONValue.Member]] {
    let categories = Dictionary(
      zip(dataset.labels.map(\.id), identity.labels), uniquingKeysWith: { first, _ in first })
    let placed = placedObjects
    let ids = COCOIdentity.assigned(placed.map { $0.kept.value(of: "id") })
    return zip(placed, ids).enumerated().map { index, pair in
      let (entry, id) = pair
      report(WorkDone(index, of: placed.count, "objects"))
      guard let category = categories[entry.object.label] else {
        preconditionFailure("label \(entry.object.label.rawValue) is not in the dataset")
      }
      return members(of: entry, id: id, category: category)
    }
  }

  /// By image, or where a foreign file had them.
  private var placedObjects: [Placed] {
    let placed = dataset.images.enumerated().flatMap { index, image in
      image.objects.map { object in
        Placed(image: index, object: object, kept: COCORecord(extras: object.extras))
      }
    }
    guard placed.contains(where: { $0.kept.place != nil }) else { return placed }
    return placed.enumerated().sorted { left, right in
      let places = (left.element.kept.place ?? .max, right.element.kept.place ?? .max)
      return (places.0, left.offset) < (places.1, right.offset)
    }.map(\.element)
  }

  private func members(
    of entry: Placed, id: JSONValue, category: JSONValue
  ) -> [JSONValue.Member] {
    var kept = entry.kept
    kept.dropStale(for: entry.object.shape)
    let size = dataset.images[entry.image].size
    let ours = COCOMembers.object(
      entry.object,
      area: kept.value(of: "area") ?? COCOShape.area(of: entry.object.shape, size: size),
      image: identity.images[entry.image], category: category,
      hasPlainCounts: entry.kept.hasPlainCounts)
    kept.kept.removeAll { $0.key == "id" || $0.key == "text" && !entry.object.text.isEmpty }
    return kept.arranged([.init("id", id)] + ours, usual: layout.annotation)
  }
}
