import GRDB

/// One numbered step from an older schema to a newer one.
struct Migration: Sendable {
  /// From 1, without a gap; `user_version` is the number of the last one carried out.
  let number: Int
  let sql: String

  /// Every schema change in order.
  ///
  /// A text that has shipped is never edited: add another.
  static let all = [first]

  /// "emnd": what `file` and `sqlite3` know an emend project by.
  static let applicationID = 0x656d_6e64

  /// Carries out what is missing in `db`, in one transaction for each migration.
  ///
  /// The version is read inside the transaction: of two programs that open an old file at once,
  /// the second finds nothing left to do.
  static func bringUpToDate(_ db: Database, _ migrations: [Migration] = all) throws {
    for migration in migrations {
      try db.inTransaction(.immediate) {
        guard try version(of: db) < migration.number else { return .commit }
        try db.execute(sql: migration.sql)
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(migration.number)")
        return .commit
      }
    }
  }

  static func version(of db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
  }
}
