public import EmendCore
import GRDB

extension Project {
  /// Registers a model file; of those that are no tools the first one becomes champion, later ones
  /// challengers.
  ///
  /// - Throws: ``ProjectError/Code/exists`` when the name is taken.
  public func addModelVersion(_ model: NewModelVersion) throws -> ModelVersion {
    try write { db in
      let taken = try Bool.fetchOne(
        db, sql: "SELECT 1 FROM model_version WHERE name = ?", arguments: [model.name])
      guard taken == nil else {
        throw ProjectError(
          .exists, "there is a model version \(model.name.debugDescription); choose another name")
      }
      let role = try role(for: model.use, in: db)
      try db.execute(
        sql: """
          INSERT INTO model_version (name, path, sha256, card, role, parent, snapshot, measures,
            checkpoint, added_at) VALUES (?,?,?,?,?,?,?,?,?,?)
          """,
        arguments: [
          model.name, stored(model.path), model.sha256, model.card, role.rawValue,
          model.parent?.rawValue, model.snapshot, model.measures, model.checkpoint.map(stored),
          Timestamp.now.text,
        ])
      return try modelVersion(ModelVersionID(db.lastInsertedRowID), in: db)
    }
  }

  private func role(
    for use: NewModelVersion.Use, in db: Database
  ) throws -> ModelVersion.Role {
    switch use {
    case .help: .tool
    case .predictions: try champion(in: db) == nil ? .champion : .challenger
    }
  }

  /// Every model version, the oldest first.
  public func modelVersions() throws -> [ModelVersion] {
    try read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM model_version ORDER BY id").map(ModelVersion.init)
    }
  }

  /// The model version whose predictions are reviewed.
  public func champion() throws -> ModelVersion? { try read(champion) }

  /// Makes a model version champion; the one before it is retired.
  ///
  /// - Throws: ``ProjectError/Code/invalid`` for a tool.
  public func promote(_ id: ModelVersionID, by reviewer: String, why: String) throws {
    try write { db in
      let version = try modelVersion(id, in: db)
      guard version.role != .tool else {
        throw ProjectError(
          .invalid,
          "\(version.name) is a tool: it helps at the work, and the queue shows no predictions of "
            + "it; promote a challenger")
      }
      guard try champion(in: db)?.id != id else { return }
      try makeChampion(id, kind: "promote", by: reviewer, why: why, in: db)
    }
  }

  /// Makes the champion before this one champion again.
  ///
  /// - Throws: ``ProjectError/Code/invalid`` when there was none.
  public func rollback(by reviewer: String, why: String) throws -> ModelVersion {
    try write { db in
      guard let current = try champion(in: db), let id = try predecessor(of: current.id, in: db)
      else { throw ProjectError(.invalid, "no model version was champion before this one") }
      try makeChampion(id, kind: "rollback", by: reviewer, why: why, in: db)
      return try modelVersion(id, in: db)
    }
  }

  /// Keeps what a model version reached, as JSON.
  public func setMeasures(_ measures: String, of id: ModelVersionID) throws {
    try write { db in
      try db.execute(
        sql: "UPDATE model_version SET measures = ? WHERE id = ?",
        arguments: [measures, id.rawValue])
    }
  }

  func champion(in db: Database) throws -> ModelVersion? {
    try Row.fetchOne(db, sql: "SELECT * FROM model_version WHERE role = 'champion'")
      .map(ModelVersion.init)
  }

  func modelVersion(_ id: ModelVersionID, in db: Database) throws -> ModelVersion {
    let row = try Row.fetchOne(
      db, sql: "SELECT * FROM model_version WHERE id = ?", arguments: [id.rawValue])
    guard let row else {
      throw ProjectError(
        .invalid, "there is no model version \(id.rawValue); see `emend model list`")
    }
    return try ModelVersion(row)
  }

  /// Whom `id` followed when it was promoted last; rollbacks thus walk back, never in a circle.
  private func predecessor(of id: ModelVersionID, in db: Database) throws -> ModelVersionID? {
    try Int64.fetchOne(
      db,
      sql: """
        SELECT previous FROM model_event WHERE model_version = ? AND kind = 'promote'
        ORDER BY seq DESC LIMIT 1
        """, arguments: [id.rawValue]
    ).map(ModelVersionID.init)
  }

  private func makeChampion(
    _ id: ModelVersionID, kind: String, by reviewer: String, why: String, in db: Database
  ) throws {
    let previous = try champion(in: db)?.id.rawValue
    try db.execute(sql: "UPDATE model_version SET role = 'retired' WHERE role = 'champion'")
    try db.execute(
      sql: "UPDATE model_version SET role = 'champion' WHERE id = ?", arguments: [id.rawValue])
    try db.execute(
      sql: """
        INSERT INTO model_event (kind, model_version, previous, reviewer, at, why)
        VALUES (?,?,?,?,?,?)
        """, arguments: [kind, id.rawValue, previous, reviewer, Timestamp.now.text, why])
  }
}
