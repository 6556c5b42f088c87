public import EmendCore
import GRDB

extension Project {
  /// Every label by index, retired ones too.
  public func labels() throws -> [Label] {
    try read { db in
      try Row.fetchAll(db, sql: "SELECT id, name, retired FROM label ORDER BY id").map { row in
        Label(id: LabelID(row["id"]), name: row["name"], isRetired: row["retired"])
      }
    }
  }

  /// Adds those of `names` that are new, after the last index.
  ///
  /// - Returns: The labels of `names`, in their order.
  @discardableResult
  public func addLabels(_ names: [String]) throws -> [Label] {
    try write { db in
      for name in names {
        try db.execute(
          sql: """
            INSERT INTO label (id, name)
            SELECT (SELECT COALESCE(MAX(id) + 1, 0) FROM label), ?1
            WHERE NOT EXISTS (SELECT 1 FROM label WHERE name = ?1)
            """, arguments: [name])
      }
    }
    let known = Dictionary(
      try labels().map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return names.compactMap { known[$0] }
  }

  /// Keeps the label's objects and offers it no more.
  public func retireLabel(_ label: LabelID) throws {
    try write { db in
      try db.execute(sql: "UPDATE label SET retired = 1 WHERE id = ?", arguments: [label.rawValue])
    }
  }
}
