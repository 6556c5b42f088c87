import EmendCore
import EmendFormats
import EmendLearning
import EmendStore

/// Takes over what a model elsewhere said, as a model version of its own.
struct PredictionImport {
  /// A file with predictions.
  struct Source {
    var path: String
    var bytes: [UInt8]
    /// The COCO file that gives the ids of a results file their meaning.
    var meaning: String?
  }

  let opened: OpenProject
  /// What to call the model version; nil takes the file's name.
  let name: String?
  let images: String?
  let options: ImportOptions
  let missing: TruthImport.MissingImages

  /// Whether a file is a list, as results files are.
  static func isResults(_ bytes: [UInt8]) -> Bool {
    bytes.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) } == UInt8(ascii: "[")
  }

  /// Checks the file, then registers it and saves what it says, and ranks the queue.
  func take(_ source: Source) throws -> ImportOutcome {
    let dataset = try Waiting.show("reading") { report in
      try self.dataset(of: source, report)
    }
    let version = try version(of: source)
    let map = LabelMatch(dataset.labels, in: opened.labels)
    try check(map, source)
    let near = source.meaning ?? source.path
    let finder = try ImageFinder(opened, folders: ImageFinder.folders(near: near, images))
    let (found, leftOut) = try find(dataset, finder, near)
    if options.addLabels { try opened.project.addLabels(map.added.map(\.name)) }
    let added = try opened.project.add(found.compactMap(\.place.file))
    var summary = try Waiting.show("writing") { report in
      try opened.project.importPredictions(
        found.map { (.sha256($0.place.sha256), detections(of: $0.image, map)) }, as: version,
        report: report)
    }
    summary.newImages = added.added + added.changed.count
    try opened.rankQueue()
    return ImportOutcome(
      summary: summary, labels: options.addLabels ? map.added.count : 0, leftOut: leftOut,
      model: version.name)
  }

  /// The model version to register, or the one that this file was registered as before.
  ///
  /// - Throws: ``CommandFailure`` when another file has the name.
  private func version(of source: Source) throws -> NewModelVersion {
    var version = NewModelVersion(
      name: name ?? FileName.withoutEnding(source.path),
      path: ImagePath(AbsolutePath.of(source.path)), sha256: Digest.sha256(source.bytes),
      card: ModelVersion.importedCard)
    let versions = try opened.project.modelVersions()
    if let known = versions.first(where: { $0.sha256 == version.sha256 }) {
      version.name = known.name
    } else if versions.contains(where: { $0.name == version.name }) {
      throw CommandFailure(
        "\(ImagePath(source.path).display): there is another model version called "
          + "\(SafeText.display(version.name)); give this one a name by --model")
    }
    return version
  }

  private func find(
    _ dataset: Dataset, _ finder: ImageFinder, _ file: String
  ) throws -> (found: [(image: DatasetImage, place: ImageFinder.Found)], leftOut: Int) {
    var problems = ImportProblems()
    var found: [(image: DatasetImage, place: ImageFinder.Found)] = []
    var leftOut = 0
    let check = ForeignImageCheck(file: ImagePath(file).display)
    for (index, answer) in finder.find(dataset.images.map(\.path)).enumerated() {
      switch answer {
      case .missing where missing == .leaveOut: leftOut += 1
      case .missing: problems.add(check.missing(dataset.images[index], index))
      case .unreadable(let error): problems.add("\(error)")
      case .found(var place):
        for problem in check.faults(of: dataset.images[index], index, place) {
          problems.add(problem)
        }
        place.file?.split = options.split ?? .pool
        found.append((dataset.images[index], place))
      }
    }
    try problems.check()
    return (found, leftOut)
  }

  private func check(_ map: LabelMatch, _ source: Source) throws {
    var problems = ImportProblems()
    let display = ImagePath(source.meaning ?? source.path).display
    for problem in map.problems { problems.add("\(display): \(problem)") }
    try problems.check()
    guard !options.addLabels, let refusal = map.refusal else { return }
    guard map.hasKnown else { throw CommandFailure("\(display): \(refusal)") }
    Console.note(
      "\(map.added.count) of its labels are not in this project; what it says of them is left out")
  }

  private func detections(of image: DatasetImage, _ map: LabelMatch) -> [Detection] {
    image.objects.compactMap { object in
      guard let label = map.label(of: object.label), let score = object.score,
        options.addLabels || map.isKnown(label)
      else { return nil }
      return Detection(
        best: ScoredLabel(label: label, score: score), entropy: Uncertainty.binaryEntropy(score),
        shape: object.shape, text: object.text)
    }
  }
}

// MARK: - Reading

extension PredictionImport {
  /// The file's images with their scored objects.
  private func dataset(of source: Source, _ report: @escaping WorkReport) throws -> Dataset {
    let display = ImagePath(source.path).display
    guard Self.isResults(source.bytes) else {
      let dataset = try COCOReader.read(source.bytes, file: display, report: report)
      guard dataset.images.allSatisfy({ $0.objects.allSatisfy { $0.score != nil } }) else {
        throw CommandFailure(
          "\(display): has objects without a score, so they are no predictions; import it as "
            + "truth, without --predictions")
      }
      return dataset
    }
    var meant = try meaning(of: source)
    let predicted = try COCOResults.read(source.bytes, file: display, for: meant, report: report)
    for index in meant.images.indices { meant.images[index].objects = predicted[index].objects }
    return meant
  }

  /// Whose ids a results file has: those of the file named, or of the only one imported before.
  private func meaning(of source: Source) throws -> Dataset {
    if let meaning = source.meaning {
      return try COCOReader.read(try TextFile.bytes(meaning), file: ImagePath(meaning).display)
    }
    let images = try opened.project.images().compactMap { image in
      ForeignPlace("coco", in: image.extras).map { ($0, image) }
    }
    guard let file = images.first?.0.file, images.allSatisfy({ $0.0.file == file }) else {
      throw CommandFailure(
        "\(ImagePath(source.path).display): its ids are those of another COCO file; name that by "
          + "--for FILE")
    }
    let extras = try opened.project.labelExtras()
    return Dataset(
      labels: opened.labels.map { DatasetLabel(id: $0.id, name: $0.name, extras: extras[$0.id]) },
      images: images.map { place, image in
        DatasetImage(path: image.path, size: image.size, extras: image.extras)
      })
  }
}
