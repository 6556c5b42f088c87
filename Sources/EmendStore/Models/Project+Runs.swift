public import EmendCore
import GRDB

/// One training or one measuring.
public struct Run: Hashable, Sendable, Identifiable {
  public enum Kind: String, CaseIterable, Sendable {
    case train
    case measure
  }

  public enum State: String, CaseIterable, Sendable {
    case running
    case done
    case failed
    case stopped
  }

  public let id: Int
  public var kind: Kind
  public var state: State
  public var model: ModelVersionID?
  public var snapshot: Int?
  /// The log file, from the project folder.
  public var log: ImagePath
  /// What came out of it, as JSON.
  public var result: String?

  init(_ row: Row) throws {
    id = row["id"]
    kind = try Kind(stored: row["kind"])
    state = try State(stored: row["state"])
    model = (row["model_version"] as Int64?).map(ModelVersionID.init)
    snapshot = row["snapshot"]
    log = ImagePath(encoded: row["log"])
    result = row["result"]
  }
}

extension Project {
  /// Notes that a run has begun, and answers its number.
  public func beginRun(
    _ kind: Run.Kind, model: ModelVersionID?, snapshot: Int?, log: ImagePath
  ) throws -> Int {
    try write { db in
      try db.execute(
        sql: """
          INSERT INTO run (kind, state, model_version, snapshot, log, started_at)
          VALUES (?, 'running', ?, ?, ?, ?)
          """,
        arguments: [
          kind.rawValue, model?.rawValue, snapshot, stored(log), Timestamp.now.text,
        ])
      return Int(db.lastInsertedRowID)
    }
  }

  /// Notes how a run ended; `result` is JSON, and `model` what it made or measured.
  public func endRun(
    _ id: Int, _ state: Run.State, model: ModelVersionID? = nil, result: String? = nil
  ) throws {
    try write { db in
      try db.execute(
        sql: """
          UPDATE run SET state = ?, model_version = COALESCE(?, model_version), result = ?,
            ended_at = ? WHERE id = ?
          """,
        arguments: [state.rawValue, model?.rawValue, result, Timestamp.now.text, id])
    }
  }

  /// Every run, the oldest first.
  public func runs() throws -> [Run] {
    try read { db in try Row.fetchAll(db, sql: "SELECT * FROM run ORDER BY id").map(Run.init) }
  }
}
