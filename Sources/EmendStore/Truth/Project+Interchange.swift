public import EmendCore
import GRDB

extension Project {
  /// Keeps what a file says of itself, such as COCO's `info` and `licenses`, as JSON by key.
  public func setInterchange(_ values: [String: String], format: String) throws {
    try write { db in
      for (key, value) in values.sorted(by: { $0.key < $1.key }) {
        try db.execute(
          sql: """
            INSERT INTO interchange (format, key, value) VALUES (?,?,?)
            ON CONFLICT DO UPDATE SET value = excluded.value
            """, arguments: [format, key, value])
      }
    }
  }

  /// What `setInterchange` kept.
  public func interchange(format: String) throws -> [String: String] {
    try read { db in
      let rows = try Row.fetchAll(
        db, sql: "SELECT key, value FROM interchange WHERE format = ?", arguments: [format])
      return Dictionary(
        rows.map { ($0["key"], $0["value"]) }, uniquingKeysWith: { first, _ in first })
    }
  }

  /// Keeps what a file says of a label beyond its name, as JSON.
  public func setExtras(_ extras: String?, of label: LabelID) throws {
    try write { db in
      try db.execute(
        sql: "UPDATE label SET extras = ? WHERE id = ?", arguments: [extras, label.rawValue])
    }
  }

  /// What files said of labels beyond their names; labels without any are left out.
  public func labelExtras() throws -> [LabelID: String] {
    try read { db in
      let rows = try Row.fetchAll(db, sql: "SELECT id, extras FROM label WHERE extras NOT NULL")
      return Dictionary(
        rows.map { (LabelID($0["id"]), $0["extras"]) }, uniquingKeysWith: { first, _ in first })
    }
  }
}
