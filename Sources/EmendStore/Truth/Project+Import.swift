public import EmendCore
import GRDB

extension Project {
  /// Takes over truth that another program's file holds: all of it or, on an error, nothing.
  ///
  /// It goes through the log, as decisions of the reviewer `import:NAME`; the images become
  /// reviewed. The same file again changes nothing. `name` stands for the file: one that was
  /// imported before and differs now updates what no reviewer has touched since.
  public func importTruth(_ images: [ImportedImage], name: String) throws -> ImportSummary {
    try write { db in try importTruth(images, name: name, in: db) }
  }

  func importTruth(
    _ images: [ImportedImage], name: String, in db: Database, report: WorkReport = { _ in }
  ) throws -> ImportSummary {
    let directory = try ImageDirectory(db)
    var importer = Importer(name: name, now: .now)
    for (index, image) in images.enumerated() {
      report(WorkDone(index, of: images.count, "images"))
      guard let id = directory.image(image.reference, stored: stored) else {
        importer.summary.unknown.append(image.reference)
        continue
      }
      try importTruth(image, into: id, &importer, in: db)
    }
    return importer.summary
  }

  private func importTruth(
    _ image: ImportedImage, into id: ImageID, _ importer: inout Importer, in db: Database
  ) throws {
    importer.summary.images += 1
    importer.begin(among: try ObjectRow.all(of: id, in: db))
    try db.execute(
      sql: """
        UPDATE image SET extras = COALESCE(?1, extras), split = COALESCE(?2, split) WHERE id = ?3
        """, arguments: [image.extras, image.split?.rawValue, id.rawValue])
    for object in image.objects { try importObject(object, into: id, &importer, in: db) }
    let row = try Row.fetchOne(
      db, sql: "SELECT * FROM image WHERE id = ?", arguments: [id.rawValue])
    guard let row, try ImageState(row).progress == .open else { return }
    var after = try ImageState(row)
    after.progress = .reviewed
    let change = Decision.Change.image(before: try ImageState(row), after: after)
    try apply(importer.entry(.accept, id, change, revision: row["revision"]), in: db)
    importer.summary.reviewed += 1
  }

  private func importObject(
    _ imported: ImportedObject, into image: ImageID, _ importer: inout Importer, in db: Database
  ) throws {
    let state = ObjectState(
      status: .accepted, label: imported.label, shape: imported.shape, text: imported.text)
    let id = try importer.objectID(of: imported, on: image)
    let known = try ObjectRow.fetch(id, in: db)
    if let known {
      let isSame = known.object.state == state && known.extras == imported.extras
      guard !isSame else {
        importer.summary.unchanged += 1
        return
      }
      guard try isUntouched(id, in: db) else {
        importer.summary.kept += 1
        return
      }
      importer.summary.updated += 1
    } else if importer.takeEqual(to: state, isCrowd: imported.isCrowd) {
      importer.summary.unchanged += 1
      return
    } else {
      importer.summary.added += 1
    }
    let kind: Decision.Kind = known == nil ? .add : .reshape
    let change = Decision.Change.object(id, .imported, before: known?.object.state, after: state)
    var entry = importer.entry(kind, image, change, revision: known?.object.revision ?? 0)
    entry.extras = imported.extras
    if known == nil { entry.isCrowd = imported.isCrowd }
    try apply(entry, in: db)
  }

  /// Whether only imports decided on the object.
  private func isUntouched(_ id: ObjectID, in db: Database) throws -> Bool {
    try Bool.fetchOne(
      db, sql: "SELECT 1 FROM decision WHERE object = ? AND reviewer NOT LIKE 'import:%' LIMIT 1",
      arguments: [id.rawValue.description]) == nil
  }

  /// Takes over predictions that another program's file holds.
  ///
  /// `model` stands for the file and is registered with its digest, unless that is known; the same
  /// file again changes nothing.
  public func importPredictions(
    _ images: [(reference: ImageReference, detections: [Detection])], as model: NewModelVersion,
    report: WorkReport = { _ in }
  ) throws -> ImportSummary {
    let known = try modelVersions().first { $0.sha256 == model.sha256 }
    let version = try known ?? addModelVersion(model)
    let directory = try read { db in try ImageDirectory(db) }
    var summary = ImportSummary()
    var predictions: [(image: ImageID, detections: [Detection])] = []
    for (reference, detections) in images {
      guard let id = directory.image(reference, stored: stored) else {
        summary.unknown.append(reference)
        continue
      }
      summary.images += 1
      if known == nil {
        summary.added += detections.count
      } else {
        summary.unchanged += detections.count
      }
      predictions.append((id, detections))
    }
    try save(predictions: predictions, model: version.id, settings: "imported", report: report)
    return summary
  }
}

/// Makes an import's ids and counts what became of it.
struct Importer {
  var summary = ImportSummary()
  private let author: Author
  private let now: Timestamp
  private let session = UInt64.random(in: 0...UInt64.max)
  private var sequence: UInt64 = 0
  private var step: DecisionID?
  /// How often each content was met: equal objects on one image are told apart by their number.
  private var met: [String: Int] = [:]
  /// The accepted objects of the image at hand that none of the file's has been held against.
  private var present: [ObjectRow] = []

  init(name: String, now: Timestamp) {
    author = Author(reviewer: "import:" + name, session: "import")
    self.now = now
  }

  /// Starts with an image that has these objects.
  mutating func begin(among objects: [ObjectRow]) {
    step = nil
    present = objects.filter { $0.object.state.status == .accepted }
  }

  /// Whether the image has an object that equals an imported one, which is then spoken for.
  ///
  /// So a project that is given its own export back does not get every object twice.
  mutating func takeEqual(to state: ObjectState, isCrowd: Bool) -> Bool {
    let index = present.firstIndex { $0.object.state == state && $0.isCrowd == isCrowd }
    if let index { present.remove(at: index) }
    return index != nil
  }

  mutating func entry(
    _ kind: Decision.Kind, _ image: ImageID, _ change: Decision.Change, revision: Int
  ) -> Entry {
    sequence += 1
    let id = DecisionID(UniqueID(version7At: now, sequence: sequence, session: session))
    step = step ?? id
    let decision = Decision(
      id: id, kind: kind, image: image, change: change, revision: revision, at: now,
      milliseconds: 0, keys: 0)
    return Entry(decision, step: step ?? id, author: author)
  }

  /// An id that follows from the file's name and the object, so that it is found again.
  mutating func objectID(of object: ImportedObject, on image: ImageID) throws -> ObjectID {
    var key = "\(author.reviewer)\n\(image.rawValue)\n"
    if let foreign = object.foreignID {
      key += "id \(foreign)"
    } else {
      let state = ObjectState(
        status: .accepted, label: object.label, shape: object.shape, text: object.text)
      key += try JSON.text(LoggedObject(state, isCrowd: object.isCrowd, extras: object.extras))
    }
    met[key, default: 0] += 1
    let digest = Digest.sha256(Array("\(key)\n\(met[key, default: 1])".utf8))
    let high = UInt64(digest.prefix(16), radix: 16) ?? 0
    let low = UInt64(digest.dropFirst(16).prefix(16), radix: 16) ?? 0
    // A UUID of version 8 (RFC 9562, 5.8: bits of our own choice).
    return ObjectID(
      UniqueID(
        high: high & ~0xf000 | 0x8000, low: low & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000))
  }
}
