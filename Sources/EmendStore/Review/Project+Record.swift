public import EmendCore
import GRDB

/// Who decides, in which program run.
struct Author {
  var reviewer: String
  var session: String
}

extension Project {
  /// Commits a step: all of its decisions or none.
  ///
  /// When it returns, the decisions are on disk. A step that is in the log already is left alone,
  /// so that one whose answer was lost can be sent again. A decision must carry the revision that
  /// it leaves behind by one; several on one object in one step count up.
  /// - Throws: ``ProjectError/Code/conflict(image:by:)`` when somebody else decided on one of the
  ///   objects or images since; nothing is written then.
  public func record(_ step: Step, reviewer: String, session: String) throws {
    let author = Author(reviewer: reviewer, session: session)
    try write { db in
      let isKnown = try Bool.fetchOne(
        db, sql: "SELECT 1 FROM decision WHERE id = ?",
        arguments: [step.id.rawValue.description])
      guard isKnown == nil else { return }
      for decision in step.decisions {
        try apply(Entry(decision, step: step.id, author: author), in: db)
      }
      if let last = step.decisions.last { try renewLease(after: last, author, in: db) }
    }
  }

  /// A reviewer who works on an image keeps it.
  private func renewLease(
    after decision: Decision, _ author: Author, in db: Database
  ) throws {
    let end = Timestamp(milliseconds: decision.at.milliseconds + Self.leaseMilliseconds)
    try db.cachedStatement(
      sql: "UPDATE lease SET expires_at = ? WHERE image = ? AND reviewer = ? AND session = ?"
    ).execute(arguments: [
      end.text, decision.image.rawValue, author.reviewer, author.session,
    ])
  }

  /// Checks one decision, appends it to the log and carries it over to the projection.
  ///
  /// The only function that writes either.
  func apply(_ entry: Entry, in db: Database) throws {
    switch entry.decision.change {
    case .object(let id, let origin, _, let after):
      try check(entry, object: id, origin, in: db)
      try project(entry, object: id, origin, after, in: db)
    case .image(_, let after):
      try check(entry, in: db)
      try project(entry, image: after, in: db)
    }
    try append(entry, in: db)
  }

  private func check(
    _ entry: Entry, object id: ObjectID, _ origin: ReviewObject.Origin, in db: Database
  ) throws {
    let key = id.rawValue.description
    let row = try Row.fetchOne(
      db, sql: "SELECT image, revision FROM object WHERE id = ?", arguments: [key])
    let revision = row?["revision"] as Int? ?? 0
    guard revision == entry.decision.revision else {
      throw try conflict(entry, sql: "object = ?", key, in: db)
    }
    if let row {
      guard row["image"] == entry.decision.image.rawValue else { throw mismatch(entry) }
    } else if let predicted = origin.predictedObject {
      let image = try Int64.fetchOne(
        db,
        sql: """
          SELECT image FROM predicted_object JOIN prediction ON prediction.id = prediction
          WHERE predicted_object.id = ?
          """, arguments: [predicted.rawValue])
      guard image == entry.decision.image.rawValue, id == ObjectID(predicted: predicted) else {
        throw mismatch(entry)
      }
    }
  }

  private func check(_ entry: Entry, in db: Database) throws {
    let key = entry.decision.image.rawValue
    let revision = try Int.fetchOne(
      db, sql: "SELECT revision FROM image WHERE id = ?", arguments: [key])
    guard let revision else { throw mismatch(entry) }
    guard revision == entry.decision.revision else {
      throw try conflict(entry, sql: "object IS NULL AND image = ?", key, in: db)
    }
  }

  private func project(
    _ entry: Entry, object id: ObjectID, _ origin: ReviewObject.Origin, _ after: ObjectState,
    in db: Database
  ) throws {
    let shape = try ShapeColumns(after.shape).arguments
    let head: [(any DatabaseValueConvertible)?] = [
      id.rawValue.description, entry.decision.image.rawValue, origin.column,
      origin.predictedObject?.rawValue, after.status.rawValue, after.label.rawValue,
    ]
    try db.cachedStatement(
      sql: """
        INSERT INTO object (id, image, origin, predicted_object, status, label, kind, x, y, width,
          height, geometry, text, is_crowd, extras, revision)
        VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,1)
        ON CONFLICT (id) DO UPDATE SET status = excluded.status, label = excluded.label,
          kind = excluded.kind, x = excluded.x, y = excluded.y, width = excluded.width,
          height = excluded.height, geometry = excluded.geometry, text = excluded.text,
          extras = COALESCE(excluded.extras, extras), revision = revision + 1
        """
    ).execute(
      arguments: StatementArguments(
        head + shape + [after.text, entry.isCrowd ?? false, entry.extras]))
  }

  private func project(_ entry: Entry, image after: ImageState, in db: Database) throws {
    try db.execute(
      sql: """
        UPDATE image SET progress = ?, flagged = ?, comment = ?, revision = revision + 1
        WHERE id = ?
        """,
      arguments: [
        after.progress.rawValue, after.isFlagged, after.comment, entry.decision.image.rawValue,
      ])
    guard after.progress != .open else { return }
    try db.execute(
      sql: "DELETE FROM lease WHERE image = ? AND reviewer = ?",
      arguments: [entry.decision.image.rawValue, entry.author.reviewer])
  }

  private func mismatch(_ entry: Entry) -> ProjectError {
    ProjectError(
      .invalid, "a decision names an object that image \(entry.decision.image.rawValue) has not")
  }

  /// The error that names who decided last.
  func conflict(
    _ entry: Entry, sql condition: String, _ key: any DatabaseValueConvertible, in db: Database
  ) throws -> ProjectError {
    let last = try Row.fetchOne(
      db,
      sql: "SELECT reviewer, at FROM decision WHERE \(condition) ORDER BY seq DESC LIMIT 1",
      arguments: [key])
    let who: String = last?["reviewer"] ?? "somebody"
    let when: String = last?["at"] ?? "meanwhile"
    return ProjectError(
      .conflict(image: entry.decision.image, by: who),
      "\(who) decided on this at \(when), after it was shown here; look again, then decide")
  }
}
