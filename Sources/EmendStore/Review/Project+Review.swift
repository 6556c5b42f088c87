public import EmendCore
import GRDB

extension Project {
  /// How long an image is kept for the reviewer who opened it, unless it is opened again.
  public static let leaseMilliseconds: Int64 = 15 * 60 * 1000

  /// Opens the next image to be reviewed and leases it to `reviewer`.
  ///
  /// With `after`, only images behind that one in the queue. Where nothing can be written, because
  /// the disk is full or the project is open for reading, the image opens without a lease.
  /// - Returns: Nil when none is open that nobody else has.
  public func openNext(
    reviewer: String, session: String, now: Timestamp, after: ImageID? = nil
  ) throws -> ReviewImage? {
    try withLease { db, access in
      guard let next = try next(for: reviewer, now, after: after, in: db) else { return nil }
      if access == .lease { try lease(next, to: reviewer, session, now, in: db) }
      return try reviewImage(next, in: db)
    }
  }

  private enum Access {
    case lease
    case look
  }

  /// Runs `body` in a transaction that writes, or on a state to look at where that cannot be.
  private func withLease<Value>(_ body: (Database, Access) throws -> Value) throws -> Value {
    guard readOnlyNotice == nil else { return try read { try body($0, .look) } }
    do {
      return try write { try body($0, .lease) }
    } catch let error as ProjectError where error.code == .diskFull {
      return try read { try body($0, .look) }
    }
  }

  private func next(
    for reviewer: String, _ now: Timestamp, after: ImageID?, in db: Database
  ) throws -> ImageID? {
    try Int64.fetchOne(
      db,
      sql: """
        SELECT queue.image FROM queue LEFT JOIN lease ON lease.image = queue.image
        WHERE queue.is_open = 1
          AND queue.rank > COALESCE((SELECT rank FROM queue WHERE image = ?), 0)
          AND (lease.image IS NULL OR lease.reviewer = ? OR lease.expires_at <= ?)
        ORDER BY queue.rank LIMIT 1
        """, arguments: [after?.rawValue, reviewer, now.text]
    ).map(ImageID.init)
  }

  /// Opens one image, whether it is in the queue or not.
  ///
  /// It is leased to `reviewer` unless somebody else has it; then it opens all the same, and the
  /// revisions guard what both decide. Without a lease too, where nothing can be written.
  public func open(
    _ image: ImageID, reviewer: String, session: String, now: Timestamp
  ) throws -> ReviewImage {
    try withLease { db, access in
      if access == .lease { try lease(image, to: reviewer, session, now, in: db) }
      return try reviewImage(image, in: db)
    }
  }

  /// Gives back every image that the session has.
  public func releaseLeases(reviewer: String, session: String) throws {
    try write { db in
      try db.execute(
        sql: "DELETE FROM lease WHERE reviewer = ? AND session = ?",
        arguments: [reviewer, session])
    }
  }

  private func lease(
    _ image: ImageID, to reviewer: String, _ session: String, _ now: Timestamp, in db: Database
  ) throws {
    let end = Timestamp(milliseconds: now.milliseconds + Self.leaseMilliseconds)
    // One image at a time: what was opened before and left open is free again.
    try db.execute(
      sql: "DELETE FROM lease WHERE reviewer = ? AND session = ? AND image <> ?",
      arguments: [reviewer, session, image.rawValue])
    try db.execute(
      sql: """
        INSERT INTO lease (image, reviewer, session, expires_at)
        SELECT id, ?2, ?3, ?4 FROM image WHERE id = ?1
        ON CONFLICT DO UPDATE
          SET reviewer = excluded.reviewer, session = excluded.session,
            expires_at = excluded.expires_at
          WHERE reviewer = excluded.reviewer OR expires_at <= ?5
        """, arguments: [image.rawValue, reviewer, session, end.text, now.text])
  }

  /// One image with all that a reviewer decides on.
  func reviewImage(_ id: ImageID, in db: Database) throws -> ReviewImage {
    let row = try Row.fetchOne(
      db, sql: "SELECT * FROM image WHERE id = ?", arguments: [id.rawValue])
    guard let row else { throw ProjectError(.invalid, "there is no image \(id.rawValue)") }
    let image = try StoredImage(row)
    let champion = try champion(in: db)
    return ReviewImage(
      id: id, name: image.path.display, size: image.size, state: image.state,
      revision: image.revision, place: try place(of: id, in: db),
      model: champion?.name ?? "no model", objects: try objects(of: id, champion, in: db))
  }

  /// The champion's predicted objects, lowest score first, then all else that was decided on.
  ///
  /// Deciding moves no object, so that the list is the same when the image is opened again.
  private func objects(
    of image: ImageID, _ champion: ModelVersion?, in db: Database
  ) throws -> [ReviewObject] {
    let held = try ObjectRow.all(of: image, in: db).map(\.object)
    let stored = Dictionary(held.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let predicted =
      try champion.flatMap { try predictions(of: image, model: $0.id, in: db) } ?? []
    let fresh = predicted.map { ReviewObject($0.id, $0.detection) }
    let ids = Set(fresh.map(\.id))
    let others = held.filter { !ids.contains($0.id) && $0.state.status != .open }
    let asked = fresh.compactMap { object in
      if let decided = stored[object.id] { return decided }
      return others.contains { $0.answers(object) } ? nil : object
    }
    return asked + others
  }
}

extension ReviewObject {
  /// Whether a decision on this object says already what to do with one that was predicted.
  ///
  /// A new champion finds most of what the last one found. It is not asked about again where an
  /// object that is not of its own predictions, and was accepted or rejected, overlaps it by half
  /// (PASCAL VOC's bound) and has its label, now or in the prediction that it answered: so neither
  /// an accepted, nor a relabelled, nor a rejected one comes back. An accepted label of the whole
  /// image answers any other.
  fileprivate func answers(_ predicted: ReviewObject) -> Bool {
    guard state.status == .accepted || state.status == .rejected else { return false }
    let isWhole = state.shape.isWholeImage
    guard isWhole == predicted.state.shape.isWholeImage else { return false }
    if isWhole, state.status == .accepted { return true }
    let labels = [state.label, detection?.best.label]
    guard labels.contains(predicted.state.label) else { return false }
    return state.shape.bounds.overlap(with: predicted.state.shape.bounds) >= 0.5
  }
}
