public import EmendCore
import GRDB

/// Where a reviewer was, so that the next review opens there.
public struct Bookmark: Equatable, Sendable {
  public var image: ImageID
  public var object: ObjectID?
  /// Zoom, filters and the like, as JSON; the store does not read it.
  public var view: String

  public init(image: ImageID, object: ObjectID?, view: String = "{}") {
    self.image = image
    self.object = object
    self.view = view
  }
}

extension Project {
  public func setBookmark(_ bookmark: Bookmark, of reviewer: String) throws {
    try write { db in
      try db.execute(
        sql: """
          INSERT INTO bookmark (reviewer, image, object, view) VALUES (?,?,?,?)
          ON CONFLICT DO UPDATE
            SET image = excluded.image, object = excluded.object, view = excluded.view
          """,
        arguments: [
          reviewer, bookmark.image.rawValue, bookmark.object?.rawValue.description, bookmark.view,
        ])
    }
  }

  /// Where the reviewer was; nil for a new one.
  public func bookmark(of reviewer: String) throws -> Bookmark? {
    try read { db in
      try Row.fetchOne(
        db, sql: "SELECT image, object, view FROM bookmark WHERE reviewer = ?",
        arguments: [reviewer]
      ).map { row in
        let object = try (row["object"] as String?).map { ObjectID(try UniqueID(stored: $0)) }
        return Bookmark(image: ImageID(row["image"]), object: object, view: row["view"])
      }
    }
  }
}
