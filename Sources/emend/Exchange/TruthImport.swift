import EmendCore
import EmendFormats
import EmendStore

/// Turns what a reader found in a file into what the project takes over, after checking all of it.
struct TruthImport {
  /// What to do about labels that the project does not have.
  enum NewLabels {
    case refuse
    case add
  }

  /// What to do about images that are not found.
  enum MissingImages {
    case refuse
    case leaveOut
  }

  let format: String
  /// What the log calls the file.
  let name: String
  /// The file's name for messages.
  let display: String
  let labels: [Label]
  var newLabels = NewLabels.refuse
  var missingImages = MissingImages.refuse
  /// Nil takes the file's own, and leaves known images where they are.
  var split: Split?

  /// Checks the dataset, then writes all of it in one transaction.
  func take(
    _ dataset: Dataset, _ finder: ImageFinder, _ project: Project
  ) throws -> ImportOutcome {
    let (file, leftOut) = try prepare(dataset, finder)
    return ImportOutcome(
      summary: try Waiting.show("writing") { try project.importTruth(file, report: $0) },
      labels: file.newLabels.count, leftOut: leftOut)
  }

  /// - Returns: The file, ready to be written, and how many images were left out.
  /// - Throws: ``CommandFailure`` with a line for each problem.
  private func prepare(
    _ dataset: Dataset, _ finder: ImageFinder
  ) throws -> (file: ImportedFile, leftOut: Int) {
    var problems = ImportProblems()
    let map = LabelMatch(dataset.labels, in: labels)
    problems.add(map, newLabels, display)
    var file = ImportedFile(
      name: name, format: format, files: [], images: [],
      newLabels: newLabels == .add ? map.added : [], labelExtras: map.extras,
      extras: dataset.extras ?? "{}")
    let check = ForeignImageCheck(file: display)
    var (missing, seen) = (0, [String: Int]())
    for (index, answer) in finder.find(dataset.images.map(\.path)).enumerated() {
      let image = dataset.images[index]
      switch answer {
      case .missing where missingImages == .leaveOut: missing += 1
      case .missing: problems.add(check.missing(image, index))
      case .unreadable(let error): problems.add("\(error)")
      case .found(let found):
        if let first = seen.updateValue(index, forKey: found.sha256) {
          problems.add(check.twin(image, index, of: dataset.images[first]))
        }
        for problem in check.faults(of: image, index, found) { problems.add(problem) }
        take(image, at: index, found, map, into: &file)
      }
    }
    try problems.check()
    return (file, missing)
  }

  private func take(
    _ image: DatasetImage, at index: Int, _ found: ImageFinder.Found, _ map: LabelMatch,
    into file: inout ImportedFile
  ) {
    let split = split ?? (image.split == "test" ? .test : nil)
    if var new = found.file {
      new.split = split ?? .pool
      file.files.append(new)
    }
    let place = ForeignPlace(image, in: name, at: index)
    file.images.append(
      ImportedImage(
        reference: .sha256(found.sha256),
        objects: image.objects.compactMap { object in
          map.label(of: object.label).map {
            ImportedObject(
              label: $0, shape: object.shape, isCrowd: object.isCrowd, text: object.text,
              foreignID: object.foreignID, extras: object.extras)
          }
        }, split: split,
        extras: place.extras(format, own: image.extras, before: found.stored?.extras)))
  }
}

extension ImportProblems {
  fileprivate mutating func add(
    _ map: LabelMatch, _ newLabels: TruthImport.NewLabels, _ display: String
  ) {
    for problem in map.problems { add("\(display): \(problem)") }
    if newLabels == .refuse, let sentence = map.refusal { add("\(display): \(sentence)") }
  }
}
