public import EmendCore

/// What a model said of one image.
public struct PredictedImage: Hashable, Sendable {
  /// The image's path as in the dataset that the predictions refer to.
  public var path: ImagePath
  /// Each with a score; best first where the file has them so.
  public var objects: [DatasetObject]

  public init(path: ImagePath, objects: [DatasetObject]) {
    self.path = path
    self.objects = objects
  }
}

/// COCO's results files: a list of `image_id`, `category_id`, `bbox` or `segmentation`, `score`.
public enum COCOResults {
  /// Reads predictions for a dataset's images.
  ///
  /// - Parameters:
  ///   - bytes: the file's content.
  ///   - file: its name, for messages.
  ///   - dataset: gives the ids their meaning.
  ///   - report: is told how much of the file is read.
  /// - Returns: An entry for each of the dataset's images, in its order.
  /// - Throws: ``FormatError``; all results are taken, or none.
  public static func read(
    _ bytes: [UInt8], file: String, for dataset: Dataset,
    report: @escaping WorkReport = { _ in }
  ) throws(FormatError) -> [PredictedImage] {
    guard let records = try JSONReader.value(in: bytes, file: file, report: report).array else {
      throw FormatError(
        .unsupported, Problem(file: file, sentence: "is no results file; it must be a list"))
    }
    let identity = COCOIdentity(dataset)
    let places = COCOIdentity.positions(of: identity.images)
    let labels = COCOIdentity.positions(of: identity.labels)
    var images = dataset.images.map { PredictedImage(path: $0.path, objects: []) }
    var problems = ProblemList()
    for (index, record) in records.enumerated() {
      do throws(COCOFault) {
        let image = try position(record, "image_id", in: places)
        let label = try position(record, "category_id", in: labels)
        images[image].objects.append(
          try object(record, dataset.labels[label].id, size: dataset.images[image].size))
      } catch {
        let member = Problem.Place.member("[\(index)].\(error.member)")
        problems.add(Problem(file: file, place: member, sentence: error.sentence))
      }
    }
    guard problems.isEmpty else { throw FormatError(.content, problems) }
    return images
  }

  /// A results file of every object that has a score, one a line.
  ///
  /// The ids are those that ``COCOWriter`` gives the same dataset.
  /// - Precondition: coordinates and scores are finite; each object's label is in the dataset.
  public static func bytes(of dataset: Dataset) -> [UInt8] {
    let identity = COCOIdentity(dataset)
    var writer = JSONWriter()
    var separator: StaticString = "[\n"
    for (image, id) in zip(dataset.images, identity.images) {
      for object in image.objects where object.score != nil {
        guard let label = dataset.labels.firstIndex(where: { $0.id == object.label }) else {
          preconditionFailure("label \(object.label.rawValue) is not in the dataset")
        }
        let members = COCOMembers.object(
          object, area: .null, image: id, category: identity.labels[label],
          hasPlainCounts: false)
        writer.append(separator)
        writer.append(.object(members.filter { !["area", "iscrowd"].contains($0.key) }))
        separator = ",\n"
      }
    }
    if writer.bytes.isEmpty { writer.append("[") }
    writer.append("\n]\n")
    return writer.bytes
  }

  private static func position(
    _ record: JSONValue, _ key: String, in ids: [JSONValue: Int]
  ) throws(COCOFault) -> Int {
    guard let id = record[key] else { throw COCOFault(member: key, sentence: "is missing") }
    guard let position = ids[COCOIdentity.key(id)] else {
      throw COCOFault(member: key, sentence: "is \(id), which the dataset does not have")
    }
    return position
  }

  private static func object(
    _ record: JSONValue, _ label: LabelID, size: ImageSize?
  ) throws(COCOFault) -> DatasetObject {
    guard let score = try COCOReader.score(of: record) else {
      throw COCOFault(member: "score", sentence: "is missing")
    }
    let shape = try COCOShape.shape(of: record, size: size)
    if let size, shape.isOutside(size) { throw .outside(size, record) }
    return DatasetObject(
      label: label, shape: shape, score: score, text: record["text"]?.string ?? "")
  }
}
