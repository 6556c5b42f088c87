import GRDB

/// One numbered step from an older schema to a newer one.
struct Migration: Sendable {
  /// From 1, without a gap; `user_version` is the number of the last one carried out.
  let number: Int
  let sql: String

  /// Every schema change in order.
  ///
  /// A text that has shipped is never edited: add another.
  static let all = [first, second]

  /// "emnd": what `file` and `sqlite3` know an emend project by.
  static let applicationID = 0x656d_6e64

  /// Carries out what is missing in `db`, in one transaction for each migration.
  ///
  /// The version is read inside the transaction: of two programs that open an old file at once,
  /// the second finds nothing left to do.
  /// - Throws: ``ProjectError/Code/damaged`` when a row names another that is not there; nothing
  ///   was changed then.
  static func bringUpToDate(_ db: Database, _ migrations: [Migration] = all) throws {
    // Dropping a table that others refer to needs the keys off, and inside a transaction the
    // PRAGMA does nothing; what they would have guarded is checked before the commit.
    try db.execute(sql: "PRAGMA foreign_keys = OFF")
    defer { try? db.execute(sql: "PRAGMA foreign_keys = ON") }  // cannot fail outside one
    for migration in migrations {
      try db.inTransaction(.immediate) {
        guard try version(of: db) < migration.number else { return .commit }
        try db.execute(sql: migration.sql)
        try checkReferences(db)
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(migration.number)")
        return .commit
      }
    }
  }

  static func version(of db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
  }

  private static func checkReferences(_ db: Database) throws {
    guard let row = try Row.fetchOne(db, sql: "PRAGMA foreign_key_check") else { return }
    let (table, other) = (row[0] as String, row[2] as String)
    throw ProjectError.damaged("a row of \(table) that names one of \(other) that is not there")
  }
}
