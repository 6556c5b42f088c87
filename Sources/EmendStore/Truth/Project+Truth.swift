public import EmendCore
import GRDB

/// One accepted object of a reviewed image.
public struct TruthObject: Equatable, Sendable, Identifiable {
  public let id: ObjectID
  public var label: LabelID
  public var shape: Shape
  /// What is written there; empty for none.
  public var text: String
  /// Stands for many objects that were not drawn one by one.
  public var isCrowd: Bool
  /// What came with it in an import and is none of ours, as JSON.
  public var extras: String?
}

/// One reviewed image with its accepted objects.
public struct TruthImage: Equatable, Sendable {
  public var image: StoredImage
  public var objects: [TruthObject]

  /// Those that are somewhere on the image.
  public var placedObjects: [TruthObject] { objects.filter { !$0.shape.isWholeImage } }
  /// The labels of the image as a whole: one, unless several were imported.
  public var imageLabels: [TruthObject] { objects.filter(\.shape.isWholeImage) }
}

extension Project {
  /// Hands out the truth, one reviewed image at a time, by image id; the objects in the
  /// order in which they were first decided on, which is a file's own order for imported ones.
  ///
  /// All of it is of one moment. `split` nil stands for both.
  public func truth(
    of split: Split? = nil, report: WorkReport = { _ in }, _ body: (TruthImage) throws -> Void
  ) throws {
    try read { db in
      let all = try Self.count(
        db,
        "SELECT COUNT(*) FROM image WHERE progress = 'reviewed' AND (?1 IS NULL OR split = ?1)",
        [split?.rawValue])
      var done = 0
      let images = try Row.fetchCursor(
        db,
        sql: """
          SELECT * FROM image WHERE progress = 'reviewed' AND (?1 IS NULL OR split = ?1)
          ORDER BY id
          """, arguments: [split?.rawValue])
      while let row = try images.next() {
        let image = try StoredImage(row)
        try body(TruthImage(image: image, objects: try truth(of: image.id, in: db)))
        done += 1
        report(WorkDone(done, of: all, "images"))
      }
    }
  }

  private func truth(of image: ImageID, in db: Database) throws -> [TruthObject] {
    // The plus keeps SQLite from reading every accepted object for each image: without
    // statistics it takes the index on status (60,000 objects: 193 s, 2026-11).
    let statement = try db.cachedStatement(
      sql: """
        SELECT * FROM object WHERE image = ? AND +status = 'accepted'
        ORDER BY (SELECT MIN(seq) FROM decision WHERE decision.object = object.id)
        """)
    return try Row.fetchAll(statement, arguments: [image.rawValue]).map { row in
      TruthObject(
        id: ObjectID(try UniqueID(stored: row["id"])), label: LabelID(row["label"]),
        shape: try ShapeColumns(row).shape(), text: row["text"], isCrowd: row["is_crowd"],
        extras: row["extras"])
    }
  }
}
