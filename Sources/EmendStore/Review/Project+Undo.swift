public import EmendCore
import GRDB

/// What was taken back or brought back, so that it can be shown.
public struct Undone: Equatable, Sendable {
  public var image: ImageID
  /// Nil when it was about the image as a whole.
  public var object: ObjectID?
  /// The step that was taken back or brought back.
  public var step: DecisionID
  /// How many decisions it held.
  public var decisions: Int
}

extension Project {
  /// Takes back the reviewer's last step that stands, however long ago it was.
  ///
  /// Undoing is itself a step of the log, with decisions of kind `undo`; `newID` makes an id for
  /// each of them.
  /// - Returns: Nil when there is nothing left to take back.
  /// - Throws: ``ProjectError/Code/conflict(image:by:)`` when somebody else changed since what the
  ///   step left; nothing is written then.
  public func undo(
    reviewer: String, session: String, now: Timestamp, newID: () -> DecisionID
  ) throws -> Undone? {
    let lastStanding = """
      SELECT step FROM decision AS d
      WHERE reviewer = ? AND undoes IS NULL AND NOT EXISTS (
        SELECT 1 FROM decision AS u WHERE u.undoes = d.step
          AND NOT EXISTS (SELECT 1 FROM decision AS r WHERE r.undoes = u.step))
      ORDER BY seq DESC LIMIT 1
      """
    let author = Author(reviewer: reviewer, session: session)
    return try takeBack(lastStanding, author, now, newID)
  }

  /// Brings back the reviewer's last step that was taken back, until they decide anew.
  ///
  /// It is a step of the log too; `newID` makes an id for each of its decisions.
  /// - Returns: Nil when there is nothing to bring back.
  public func redo(
    reviewer: String, session: String, now: Timestamp, newID: () -> DecisionID
  ) throws -> Undone? {
    let lastTakenBack = """
      SELECT step FROM decision AS u
      WHERE reviewer = ?1 AND undoes IS NOT NULL
        AND seq > (SELECT MAX(seq) FROM decision WHERE reviewer = ?1 AND undoes IS NULL)
        AND (SELECT undoes FROM decision AS s WHERE s.step = u.undoes LIMIT 1) IS NULL
        AND NOT EXISTS (SELECT 1 FROM decision AS r WHERE r.undoes = u.step)
      ORDER BY seq DESC LIMIT 1
      """
    let author = Author(reviewer: reviewer, session: session)
    return try takeBack(lastTakenBack, author, now, newID)
  }

  /// Takes back the step that a query finds for the reviewer.
  private func takeBack(
    _ query: String, _ author: Author, _ now: Timestamp, _ newID: () -> DecisionID
  ) throws -> Undone? {
    try write { db in
      let step = try String.fetchOne(db, sql: query, arguments: [author.reviewer])
      return try step.flatMap { try takeBack(step: $0, author, now, newID, in: db) }
    }
  }

  private func takeBack(
    step: String, _ author: Author, _ now: Timestamp, _ newID: () -> DecisionID,
    in db: Database
  ) throws -> Undone? {
    let rows = try Row.fetchAll(
      db, sql: "SELECT * FROM decision WHERE step = ? ORDER BY seq DESC", arguments: [step])
    var (undone, ownStep) = (Undone?.none, DecisionID?.none)
    for row in rows {
      let id = newID()
      let logged = try LoggedDecision(row)
      let inverse = try inverse(of: logged, id: id, now, author, in: db)
      var entry = Entry(inverse, step: ownStep ?? id, author: author)
      entry.undoes = DecisionID(try UniqueID(stored: step))
      ownStep = ownStep ?? id
      try apply(entry, in: db)
      undone = Undone(
        image: logged.image, object: logged.object,
        step: DecisionID(try UniqueID(stored: step)), decisions: rows.count)
    }
    return undone
  }

  /// The decision that leads back to the state before `logged`.
  private func inverse(
    of logged: LoggedDecision, id: DecisionID, _ now: Timestamp, _ author: Author,
    in db: Database
  ) throws -> Decision {
    let (change, revision): (Decision.Change, Int)
    switch logged.change {
    case .object(let object, let origin, let before, let after):
      guard let current = try ObjectRow.fetch(object, in: db)?.object else {
        throw ProjectError.damaged("a decision on an object that is not there")
      }
      guard current.state == after else { throw try changedSince(logged, author, in: db) }
      let back = before ?? current.initialState
      change = .object(object, origin, before: after, after: back)
      revision = current.revision
    case .image(let before, let after):
      let row = try Row.fetchOne(
        db, sql: "SELECT * FROM image WHERE id = ?", arguments: [logged.image.rawValue])
      guard let row, try ImageState(row) == after else {
        throw try changedSince(logged, author, in: db)
      }
      change = .image(before: after, after: before)
      revision = row["revision"]
    }
    return Decision(
      id: id, kind: .undo, image: logged.image, change: change, revision: revision, at: now,
      milliseconds: 0, keys: 1)
  }

  private func changedSince(
    _ logged: LoggedDecision, _ author: Author, in db: Database
  ) throws -> ProjectError {
    let last = try Row.fetchOne(
      db,
      sql: """
        SELECT reviewer, at FROM decision
        WHERE image = ? AND object IS ? AND reviewer <> ? ORDER BY seq DESC LIMIT 1
        """,
      arguments: [
        logged.image.rawValue, logged.object?.rawValue.description, author.reviewer,
      ])
    let who: String = last?["reviewer"] ?? "somebody"
    let when: String = last?["at"] ?? "meanwhile"
    return ProjectError(
      .conflict(image: logged.image, by: who),
      "\(who) decided on this at \(when), after your step; it cannot be taken back")
  }
}

extension ReviewObject {
  /// What is left of the object without any decision.
  ///
  /// Nothing is deleted: an object that was drawn or imported stays as removed.
  fileprivate var initialState: ObjectState {
    if let detection { return detection.openState }
    var removed = state
    removed.status = .removed
    return removed
  }
}
