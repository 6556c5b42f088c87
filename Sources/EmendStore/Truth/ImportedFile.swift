public import EmendCore
import GRDB

/// A file of another program, read and checked, so that it can be taken over whole.
public struct ImportedFile: Hashable, Sendable {
  /// What the log calls it.
  public var name: String
  /// The format's name, under which `extras` are kept.
  public var format: String
  /// Image files; those that the project has already are only found again.
  public var files: [NewImage]
  public var images: [ImportedImage]
  /// Labels that the project does not have, with the indices after the last.
  public var newLabels: [Label]
  /// What the file says of labels beyond their names, as JSON.
  public var labelExtras: [LabelID: String]
  /// What the file says of itself, as JSON.
  public var extras: String

  public init(
    name: String, format: String, files: [NewImage], images: [ImportedImage],
    newLabels: [Label] = [], labelExtras: [LabelID: String] = [:], extras: String = "{}"
  ) {
    self.name = name
    self.format = format
    self.files = files
    self.images = images
    self.newLabels = newLabels
    self.labelExtras = labelExtras
    self.extras = extras
  }
}

extension Project {
  /// Takes over a file in one transaction: its images, labels and truth, or nothing.
  ///
  /// - Throws: ``ProjectError/Code/invalid`` when the labels changed since the file was checked.
  public func importTruth(
    _ file: ImportedFile, report: WorkReport = { _ in }
  ) throws -> ImportSummary {
    try write { db in
      try addLabels(of: file, in: db)
      var counted = AddSummary()
      let now = Timestamp.now.text
      for image in file.files { try add(image, at: now, to: &counted, in: db) }
      try keepExtras(of: file, in: db)
      var summary = try importTruth(file.images, name: file.name, in: db, report: report)
      summary.newImages = counted.added + counted.changed.count
      return summary
    }
  }

  private func addLabels(of file: ImportedFile, in db: Database) throws {
    for label in file.newLabels {
      try db.execute(
        sql: """
          INSERT INTO label (id, name) SELECT ?1, ?2
          WHERE ?1 = (SELECT COALESCE(MAX(id) + 1, 0) FROM label)
            AND NOT EXISTS (SELECT 1 FROM label WHERE name = ?2)
          """, arguments: [label.id.rawValue, label.name])
      guard db.changesCount == 1 else {
        throw ProjectError(.invalid, "another program added labels meanwhile; import again")
      }
    }
  }

  private func keepExtras(of file: ImportedFile, in db: Database) throws {
    for (label, extras) in file.labelExtras.sorted(by: { $0.key < $1.key }) {
      try db.execute(
        sql: "UPDATE label SET extras = ? WHERE id = ?", arguments: [extras, label.rawValue])
    }
    try db.execute(
      sql: """
        INSERT INTO interchange (format, key, value) VALUES (?,?,?)
        ON CONFLICT DO UPDATE SET value = excluded.value
        """, arguments: [file.format, file.name, file.extras])
  }
}
