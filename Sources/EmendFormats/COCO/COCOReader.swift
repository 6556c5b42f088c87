public import EmendCore

/// Reads COCO's object files: `images`, `annotations`, `categories`.
///
/// The writer gives an untouched file back with every value it had; only a missing `area` or
/// `iscrowd` is added, because COCO's evaluation fails without them.
public struct COCOReader {
  private let file: String
  private let layout: COCOLayout
  private var problems = ProblemList()
  private var labels: [JSONValue: Int] = [:]
  private var places: [JSONValue: Int] = [:]
  private var images: [DatasetImage] = []
  /// For each image the place of each object among the file's annotations.
  private var order: [[Int]] = []

  /// Reads a whole file, or nothing.
  ///
  /// - Parameters:
  ///   - bytes: the file's content.
  ///   - file: its name, for messages.
  ///   - report: is told how much of the file is read, and how many of its objects.
  /// - Returns: Labels and images in the file's order; labels get the indices from 0.
  /// - Throws: ``FormatError`` with the first problems and how many there are.
  /// - Complexity: O(bytes + pixels along the polygons)
  public static func read(
    _ bytes: [UInt8], file: String, report: @escaping WorkReport = { _ in }
  ) throws(FormatError) -> Dataset {
    let value = try JSONReader.value(in: bytes, file: file, report: report)
    guard case .object = value else {
      let sentence =
        value.array == nil
        ? "is no COCO file; it must be an object with images, annotations and categories"
        : "is a list, as results files are; import it as predictions"
      throw FormatError(.unsupported, Problem(file: file, sentence: sentence))
    }
    var reader = COCOReader(file: file, layout: COCOLayout(of: value))
    let dataset = reader.dataset(of: value, report)
    guard reader.problems.isEmpty else { throw FormatError(.content, reader.problems) }
    return dataset
  }

  private init(file: String, layout: COCOLayout) {
    self.file = file
    self.layout = layout
  }

  private mutating func dataset(of value: JSONValue, _ report: WorkReport) -> Dataset {
    let labels = records("categories", of: value).compactMap { label($1, at: $0) }
    for (index, record) in records("images", of: value) { addImage(record, at: index) }
    let objects = records("annotations", of: value)
    for (index, record) in objects {
      addObject(record, at: index)
      report(WorkDone(index, of: objects.count, "objects"))
    }
    keepOrder()
    return Dataset(labels: labels, images: images, extras: extras(of: value))
  }

  /// The records of one of the three lists, which may be missing when it would be empty.
  private mutating func records(
    _ key: String, of value: JSONValue
  ) -> [(index: Int, value: JSONValue)] {
    guard let list = value[key] else {
      if key == "images" { add("images", "is missing; a COCO file lists its images there") }
      return []
    }
    guard let values = list.array else {
      add(key, "must be a list")
      return []
    }
    return values.enumerated().compactMap { index, value in
      if case .object = value { return (index, value) }
      add("\(key)[\(index)]", "must be an object")
      return nil
    }
  }

  private mutating func add(_ member: String, _ sentence: String) {
    problems.add(Problem(file: file, place: .member(member), sentence: sentence))
  }

  /// A record's id, which must be a number or text and not stand for an earlier one.
  private mutating func id(
    of record: JSONValue, in ids: [JSONValue: Int], at place: String
  ) -> JSONValue? {
    let id = record["id"].map(COCOIdentity.key)
    switch id {
    case .number?, .string?: break
    default:
      add("\(place).id", "must be a number")
      return nil
    }
    guard let id, ids[id] == nil else {
      add("\(place).id", "is the id of an earlier one; each needs its own")
      return nil
    }
    return id
  }
}

// MARK: - Labels and images

extension COCOReader {
  private mutating func label(_ record: JSONValue, at index: Int) -> DatasetLabel? {
    let place = "categories[\(index)]"
    guard let id = id(of: record, in: labels, at: place) else { return nil }
    guard let name = record["name"]?.string else {
      add("\(place).name", "must be text")
      return nil
    }
    var label = DatasetLabel(id: LabelID(labels.count), name: name)
    labels[id] = label.id.rawValue
    label.extras =
      COCORecord(
        original: members(record), ours: COCOMembers.label(label), usual: layout.category
      ).extras
    return label
  }

  private mutating func addImage(_ record: JSONValue, at index: Int) {
    let place = "images[\(index)]"
    guard let id = id(of: record, in: places, at: place) else { return }
    guard let name = record["file_name"]?.string else {
      return add("\(place).file_name", "must be text")
    }
    guard let size = size(of: record, at: place) else { return }
    var image = DatasetImage(path: ImagePath(encoded: name), size: size.value)
    image.extras =
      COCORecord(
        original: members(record), ours: COCOMembers.image(image), usual: layout.image
      ).extras
    places[id] = images.count
    images.append(image)
    order.append([])
  }

  /// The size if there is one; nil after a problem.
  private mutating func size(of record: JSONValue, at place: String) -> (value: ImageSize?, Void)? {
    if record["width"] == nil, record["height"] == nil { return (nil, ()) }
    for key in ["width", "height"] where !(1...1 << 30).contains(record[key]?.integer ?? 0) {
      add("\(place).\(key)", "must be a whole number above 0")
      return nil
    }
    guard let width = record["width"]?.integer, let height = record["height"]?.integer,
      width * height <= Int(UInt32.max)
    else {
      add("\(place).width", "and height give more than 4,294,967,295 pixels")
      return nil
    }
    return (ImageSize(width: width, height: height), ())
  }

  private func members(_ record: JSONValue) -> [JSONValue.Member] {
    guard case .object(let members) = record else { return [] }
    return members
  }

  private func extras(of value: JSONValue) -> String? {
    var record = COCORecord(
      original: members(value).map { member in
        // The three lists are ours to write; only their place is kept.
        COCOMembers.lists.contains(member.key) ? .init(member.key, .null) : member
      }, ours: COCOMembers.file, usual: COCOLayout().file)
    record.kept.removeAll { COCOMembers.lists.contains($0.key) }
    return Extras.text(COCORecord.format, record.members + layout.members)
  }
}

// MARK: - Objects

extension COCOReader {
  private mutating func addObject(_ record: JSONValue, at index: Int) {
    do throws(COCOFault) {
      let image = try position(record, "image_id", in: places, of: "image")
      let label = try position(record, "category_id", in: labels, of: "category")
      let object = try object(record, label: LabelID(label), size: images[image].size)
      images[image].objects.append(object)
      order[image].append(index)
    } catch {
      add("annotations[\(index)].\(error.member)", error.sentence)
    }
  }

  private func position(
    _ record: JSONValue, _ key: String, in ids: [JSONValue: Int], of kind: String
  ) throws(COCOFault) -> Int {
    guard let id = record[key] else { throw COCOFault(member: key, sentence: "is missing") }
    guard let position = ids[COCOIdentity.key(id)] else {
      throw COCOFault(member: key, sentence: "is \(id), and there is no \(kind) with that id")
    }
    return position
  }

  private func object(
    _ record: JSONValue, label: LabelID, size: ImageSize?
  ) throws(COCOFault) -> DatasetObject {
    let shape = try COCOShape.shape(of: record, size: size)
    if let size, shape.isOutside(size) { throw .outside(size, record) }
    var object = DatasetObject(
      label: label, shape: shape, isCrowd: try isCrowd(record), text: record["text"]?.string ?? "")
    // Without the score, so that it is kept: truth has none.
    object.extras = extras(of: record, object)
    object.score = try Self.score(of: record)
    return object
  }

  private func isCrowd(_ record: JSONValue) throws(COCOFault) -> Bool {
    switch record["iscrowd"] {
    case nil: return false
    case .bool(let value)?: return value
    case let value?:
      guard let number = value.integer, number == 0 || number == 1 else {
        throw COCOFault(member: "iscrowd", sentence: "must be 0 or 1")
      }
      return number == 1
    }
  }

  /// The score of a record; nil where it has none.
  static func score(of record: JSONValue) throws(COCOFault) -> Double? {
    guard let value = record["score"] else { return nil }
    guard let score = value.double, (0...1).contains(score) else {
      throw COCOFault(member: "score", sentence: "must be a number from 0 to 1")
    }
    return score
  }

  private func extras(of record: JSONValue, _ object: DatasetObject) -> String? {
    let hasPlainCounts = record["segmentation"]?["counts"]?.array != nil
    let ours = COCOMembers.object(
      object, area: area(for: object.shape), image: record["image_id"] ?? .null,
      category: record["category_id"] ?? .null, hasPlainCounts: hasPlainCounts)
    var kept = COCORecord(original: members(record), ours: ours, usual: layout.annotation)
    kept.hasPlainCounts = hasPlainCounts
    kept.note(object.shape)
    return kept.extras
  }

  /// The area that need not be kept, because it costs little to find again.
  ///
  /// A polygon's costs more than all the rest: without it 120,000 large ones were read in 12 s
  /// and not in 79.
  private func area(for shape: Shape) -> JSONValue {
    if case .polygon = shape { .null } else { COCOShape.area(of: shape, size: nil) }
  }

  /// Notes each object's place, unless they stand in the order of their images anyway.
  private mutating func keepOrder() {
    guard !order.joined().elementsEqual(0..<order.joined().count) else { return }
    for image in images.indices {
      for (object, place) in order[image].enumerated() {
        var record = COCORecord(extras: images[image].objects[object].extras)
        record.place = place
        images[image].objects[object].extras = record.extras
      }
    }
  }
}
