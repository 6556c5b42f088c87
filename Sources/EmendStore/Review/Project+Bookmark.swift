public import EmendCore
import GRDB

extension Project {
  /// Remembers where a reviewer is.
  public func save(_ bookmark: Bookmark, of reviewer: String) throws {
    let view = try JSON.text(View(zoom: bookmark.zoom.rawValue, threshold: bookmark.threshold))
    try write { db in
      try db.execute(
        sql: """
          INSERT INTO bookmark (reviewer, image, object, view) VALUES (?,?,?,?)
          ON CONFLICT DO UPDATE
            SET image = excluded.image, object = excluded.object, view = excluded.view
          """,
        arguments: [
          reviewer, bookmark.image.rawValue, bookmark.object?.rawValue.description, view,
        ])
    }
  }

  /// Where a reviewer was; nil before their first image.
  public func bookmark(of reviewer: String) throws -> Bookmark? {
    try read { db in
      try Row.fetchOne(
        db, sql: "SELECT image, object, view FROM bookmark WHERE reviewer = ?",
        arguments: [reviewer]
      ).map { row in
        let object = try (row["object"] as String?).map { ObjectID(try UniqueID(stored: $0)) }
        let view = try JSON.value(View.self, from: row["view"])
        return Bookmark(
          image: ImageID(row["image"]), object: object, zoom: Zoom(rawValue: view.zoom) ?? .fit,
          threshold: view.threshold)
      }
    }
  }

  /// The bookmark's `view` column, as JSON.
  private struct View: Codable {
    var zoom: String
    var threshold: Double
  }
}
