public import EmendCore
import GRDB

/// One thing in the project file that is not as it must be.
public struct Finding: Equatable, Sendable, CustomStringConvertible {
  public enum Kind: String, Sendable {
    /// SQLite finds the file damaged.
    case file
    /// A row names another that is not there.
    case reference
    /// An object or image differs from what the log says of it.
    case projection
    case prediction
    case queue
    case snapshot
  }

  public var kind: Kind
  /// A sentence that names the row.
  public var description: String
}

extension Project {
  /// Checks the whole file, and compares the truth with one that is built anew from the log.
  ///
  /// `report` is told before each of the six checks.
  /// - Returns: What is wrong; nothing when all is well.
  public func verify(report: WorkReport = { _ in }) throws -> [Finding] {
    let checks = [integrity, references, projection, predictedCounts, queue, snapshots]
    return try read { db in
      try checks.enumerated().flatMap { index, check in
        report(WorkDone(index, of: checks.count, "checks"))
        return try check(db)
      }
    }
  }

  private func integrity(_ db: Database) throws -> [Finding] {
    try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
      .map { Finding(kind: .file, description: $0) }
  }

  private func references(_ db: Database) throws -> [Finding] {
    try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { row in
      let (table, other) = (row[0] as String, row[2] as String)
      let number = (row[1] as Int64?).map(String.init) ?? "?"
      return Finding(
        kind: .reference,
        description: "\(table) \(number) names a row of \(other) that is not there")
    }
  }

  private func projection(_ db: Database) throws -> [Finding] {
    let rebuilt = try Rebuilt(db)
    return try differences(of: rebuilt.objects, db) + differences(of: rebuilt.images, db)
  }

  private func differences(
    of expected: [String: Rebuilt.Object], _ db: Database
  ) throws -> [Finding] {
    var (findings, rest) = ([Finding](), expected)
    let rows = try Row.fetchCursor(db, sql: "SELECT * FROM object ORDER BY id")
    while let row = try rows.next() {
      let id = row["id"] as String
      let wanted = rest.removeValue(forKey: id)
      guard try Rebuilt.Object(row) != wanted else { continue }
      let what = wanted == nil ? "is in no decision" : "differs from what the log says of it"
      findings.append(Finding(kind: .projection, description: "object \(id) \(what)"))
    }
    return findings
      + rest.keys.sorted().map {
        Finding(kind: .projection, description: "object \($0) is in the log only")
      }
  }

  private func differences(
    of expected: [Int64: Rebuilt.Image], _ db: Database
  ) throws -> [Finding] {
    var findings: [Finding] = []
    let rows = try Row.fetchCursor(db, sql: "SELECT * FROM image ORDER BY id")
    while let row = try rows.next() {
      let id = row["id"] as Int64
      guard try Rebuilt.Image(row) != expected[id] ?? Rebuilt.Image() else { continue }
      findings.append(
        Finding(
          kind: .projection, description: "image \(id) differs from what the log says of it"))
    }
    return findings
  }

  private func predictedCounts(_ db: Database) throws -> [Finding] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT model_version, settings, label, SUM(objects) AS difference FROM (
          SELECT model_version, settings, label, objects FROM predicted_count
          UNION ALL
          SELECT model_version, settings, label, -COUNT(*)
          FROM predicted_object JOIN prediction ON prediction.id = prediction
          GROUP BY model_version, settings, label)
        GROUP BY 1, 2, 3 HAVING difference <> 0
        """
    ).map { row in
      let (model, label) = (row["model_version"] as Int64, row["label"] as Int)
      return Finding(
        kind: .prediction,
        description: "model version \(model) is counted wrongly for label \(label)")
    }
  }

  private func queue(_ db: Database) throws -> [Finding] {
    try Int64.fetchAll(
      db,
      sql: """
        SELECT image.id FROM image LEFT JOIN queue ON queue.image = image.id
        WHERE COALESCE(is_open, 0)
          <> (split = 'pool' AND progress = 'open' AND image.state = 'present')
        ORDER BY image.id
        """
    ).map { Finding(kind: .queue, description: "image \($0) is wrongly in or out of the queue") }
  }

  private func snapshots(_ db: Database) throws -> [Finding] {
    try Row.fetchAll(db, sql: "SELECT * FROM snapshot ORDER BY id").compactMap { row in
      let snapshot = Snapshot(row)
      guard try snapshotDigest(snapshot.id, in: db) != snapshot.digest else { return nil }
      return Finding(
        kind: .snapshot, description: "snapshot \(snapshot.id) differs from its digest")
    }
  }
}
