public import EmendCore
import GRDB

extension Project {
  /// Remembers where a reviewer is.
  public func save(_ bookmark: Bookmark, of reviewer: String) throws {
    let view = try JSON.text(View(bookmark))
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
          image: ImageID(row["image"]), object: object, zoom: view.shown, threshold: view.threshold)
      }
    }
  }

  /// The bookmark's `view` column, as JSON.
  ///
  /// The first emend knew the zooms "fit", "actual" and "object"; it shows the whole image for
  /// "place", which came with `scale`, `x` and `y`.
  private struct View: Codable {
    var zoom: String
    var threshold: Double
    var scale: Double?
    /// The image position in the middle.
    var x: Double?
    var y: Double?

    init(_ bookmark: Bookmark) {
      threshold = bookmark.threshold
      switch bookmark.zoom {
      case .fit: zoom = "fit"
      case .actual: zoom = "actual"
      case .object: zoom = "object"
      case .place(let scale, let centre):
        zoom = "place"
        (self.scale, x, y) = (scale, centre.x, centre.y)
      }
    }

    var shown: Zoom {
      switch zoom {
      case "actual": return .actual
      case "object": return .object
      case "place":
        guard let scale, let x, let y, scale > 0 else { return .fit }
        return .place(scale: scale, centre: ImagePoint(x: x, y: y))
      default: return .fit
      }
    }
  }
}
