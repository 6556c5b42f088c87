public import EmendCore

/// Reads YOLO datasets as Ultralytics lays them out, of boxes, polygons or poses.
public struct YOLOReader {
  private let file: String
  private let config: YOLOConfig
  private let source: FolderSource
  private var problems = ProblemList()
  private var images: [DatasetImage] = []
  private var seen: Set<ImagePath> = []

  /// Reads a whole dataset, or nothing.
  ///
  /// A row that stands twice in one file is taken once, as Ultralytics does. An image without a
  /// label file has no objects.
  /// - Parameters:
  ///   - bytes: the content of `data.yaml`.
  ///   - file: its name, for messages.
  ///   - source: the folder it is in.
  ///   - report: is told how many images of a split are read.
  /// - Returns: Labels in the order of their indices; images by split, then by path.
  /// - Throws: ``FormatError`` with the first problems and how many there are.
  public static func read(
    _ bytes: [UInt8], file: String, from source: FolderSource,
    report: WorkReport = { _ in }
  ) throws(FormatError) -> Dataset {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FormatError(.syntax, Problem(file: file, sentence: "is not UTF-8; save it as UTF-8"))
    }
    let config = try YOLOConfig.read(text, file: file)
    var reader = YOLOReader(file: file, config: config, source: source)
    for split in config.splits { reader.add(split, report) }
    guard reader.problems.isEmpty else { throw FormatError(.content, reader.problems) }
    let labels = config.names.enumerated().map { DatasetLabel(id: LabelID($0), name: $1) }
    return Dataset(
      labels: labels, images: reader.images, extras: YOLOExtras.text(yaml: text))
  }

  private init(file: String, config: YOLOConfig, source: FolderSource) {
    self.file = file
    self.config = config
    self.source = source
  }

  private mutating func add(_ split: YOLOConfig.Split, _ report: WorkReport) {
    for entry in split.entries where !entry.isEmpty {
      guard let paths = candidates(for: entry).firstNonNil({ paths(at: $0) }) else {
        let sentence =
          "\(split.name) is \"\(entry)\", which is neither a folder nor a list of images"
        problems.add(Problem(file: file, place: .line(split.line), sentence: sentence))
        continue
      }
      for (index, path) in paths.enumerated() where seen.insert(path).inserted {
        addImage(path, split: split.name)
        report(WorkDone(index, of: paths.count, "images"))
      }
    }
  }

  /// Where an entry may be: below `path`; below the file's own folder, because `path` is often
  /// one of another machine; and without `../`, which Ultralytics tries too.
  private func candidates(for entry: String) -> [ImagePath] {
    let (root, entry) = (Array(config.root.utf8), Array(entry.utf8))
    var candidates = [YOLOPath.join(root, entry), YOLOPath.join([], entry)]
    if entry.starts(with: Array("../".utf8)) {
      candidates.append(YOLOPath.join([], Array(entry.dropFirst(3))))
    }
    return candidates
  }

  /// The images in a folder or a list, sorted; nil where there is neither.
  private func paths(at place: ImagePath) -> [ImagePath]? {
    guard place.bytes.suffix(4).elementsEqual(".txt".utf8) else {
      return source.files(place)?.filter(YOLOPath.isImage)
        .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }
    guard let list = source.read(place) else { return nil }
    let folder = YOLOPath.folder(of: place)
    return list.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }).map { line in
      let isNear = line.starts(with: Array("./".utf8))
      return YOLOPath.join(isNear ? folder : Array(config.root.utf8), Array(line))
    }
  }

  private mutating func addImage(_ path: ImagePath, split: String) {
    guard let size = source.size(path) else {
      problems.add(
        Problem(file: path.display, sentence: "cannot be read as an image; mend or remove it"))
      return
    }
    var image = DatasetImage(
      path: path, size: size, split: split, extras: YOLOExtras.text(path: path, split: split))
    let labels = YOLOPath.labels(of: path)
    if let bytes = source.read(labels) {
      image.objects = objects(in: bytes, file: labels.display, size: size)
    }
    images.append(image)
  }

  private mutating func objects(
    in bytes: [UInt8], file: String, size: ImageSize
  ) -> [DatasetObject] {
    let text = String(decoding: bytes, as: UTF8.self).drop { $0 == "\u{feff}" }
    var rows: [YOLORow] = []
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated() where !line.allSatisfy(\.isWhitespace)
    {
      do throws(Fault) {
        let row = try YOLORow(
          line, labels: config.names.count, keypoints: config.keypoints)
        guard rows.first.map({ $0.form == row.form }) ?? true else {
          throw Fault("is a box among polygons or the other way round; a file has one kind")
        }
        if !rows.contains(where: { $0.label == row.label && $0.numbers == row.numbers }) {
          rows.append(row)
        }
      } catch {
        problems.add(Problem(file: file, place: .line(index + 1), sentence: error.sentence))
      }
    }
    return rows.map { object(of: $0, size: size) }
  }

  private func object(of row: YOLORow, size: ImageSize) -> DatasetObject {
    let shape = row.shape(in: size)
    let isOurs = YOLOShape.text(of: shape, in: size, as: row.form) == row.text
    return DatasetObject(
      label: LabelID(row.label), shape: shape,
      extras: isOurs ? nil : YOLOExtras.text(row: row.text, of: shape))
  }
}

extension Sequence {
  /// The first result that is not nil.
  fileprivate func firstNonNil<Result>(_ transform: (Element) -> Result?) -> Result? {
    for element in self {
      if let result = transform(element) { return result }
    }
    return nil
  }
}

extension YOLOReader {
  /// The label names that a `data.yaml` lists, by index.
  ///
  /// - Throws: ``FormatError`` when it lists none.
  public static func labels(in bytes: [UInt8], file: String) throws(FormatError) -> [String] {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FormatError(.syntax, Problem(file: file, sentence: "is not UTF-8; save it as UTF-8"))
    }
    return try YOLOConfig.read(text, file: file).names
  }
}
