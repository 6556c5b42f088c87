public import EmendCore
import GRDB

/// A frozen, numbered set of truth for training or measuring.
public struct Snapshot: Hashable, Sendable, Identifiable {
  public typealias Part = SnapshotPart

  /// From 1.
  public let id: Int
  /// Of the images' digests and parts and their objects: equal digests are equal truth.
  public var digest: String
  public var images: Int
  public var objects: Int

  init(_ row: Row) {
    id = row["id"]
    digest = row["digest"]
    images = row["images"]
    objects = row["objects"]
  }
}

extension Project {
  /// Freezes the truth of the images named, which must be reviewed.
  ///
  /// What is decided later does not change it; a trainer that reads it holds no lock.
  public func freezeSnapshot(parts: [ImageID: Snapshot.Part]) throws -> Snapshot {
    try write { db in
      try db.execute(
        sql: "INSERT INTO snapshot (created_at, digest, images, objects) VALUES (?,?,0,0)",
        arguments: [Timestamp.now.text, String(repeating: "0", count: 64)])
      let id = Int(db.lastInsertedRowID)
      for (image, part) in parts.sorted(by: { $0.key < $1.key }) {
        try freeze(image, part, in: id, db)
      }
      try db.execute(
        sql: """
          UPDATE snapshot SET digest = ?2,
            images = (SELECT COUNT(*) FROM snapshot_image WHERE snapshot = ?1),
            objects = (SELECT COUNT(*) FROM snapshot_object WHERE snapshot = ?1)
          WHERE id = ?1
          """, arguments: [id, try snapshotDigest(id, in: db)])
      return try snapshot(id, in: db)
    }
  }

  private func freeze(
    _ image: ImageID, _ part: Snapshot.Part, in id: Int, _ db: Database
  ) throws {
    try db.execute(
      sql: """
        INSERT INTO snapshot_image (snapshot, image, sha256, part)
        SELECT ?, id, sha256, ? FROM image WHERE id = ? AND progress = 'reviewed'
        """, arguments: [id, part.rawValue, image.rawValue])
    guard db.changesCount == 1 else {
      throw ProjectError(.invalid, "image \(image.rawValue) is not reviewed; review it first")
    }
    try db.execute(
      sql: """
        INSERT INTO snapshot_object
        SELECT ?, image, id, label, is_crowd, kind, x, y, width, height, geometry, text FROM object
        WHERE image = ? AND +status = 'accepted'
        """, arguments: [id, image.rawValue])
  }

  /// The digest over the snapshot's rows, sorted by the images' digests, then by object.
  ///
  /// A text that is empty is left out, so that snapshots of schema 1 keep their digests.
  func snapshotDigest(_ id: Int, in db: Database) throws -> String {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT sha256, part, label, is_crowd, kind, x, y, width, height, geometry,
          NULLIF(text, '') AS text
        FROM snapshot_image LEFT JOIN snapshot_object USING (snapshot, image)
        WHERE snapshot = ? ORDER BY sha256, object
        """, arguments: [id])
    var bytes: [UInt8] = []
    while let row = try rows.next() {
      let values = row.databaseValues.dropLast((row["text"] as String?) == nil ? 1 : 0)
      for value in values {
        bytes += Array(value.description.utf8)
        bytes.append(UInt8(ascii: "\t"))
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    return Digest.sha256(bytes)
  }

  /// Every snapshot, the oldest first.
  public func snapshots() throws -> [Snapshot] {
    try read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM snapshot ORDER BY id").map(Snapshot.init)
    }
  }

  private func snapshot(_ id: Int, in db: Database) throws -> Snapshot {
    let row = try Row.fetchOne(db, sql: "SELECT * FROM snapshot WHERE id = ?", arguments: [id])
    guard let row else { throw ProjectError(.invalid, "there is no snapshot \(id)") }
    return Snapshot(row)
  }

  /// Hands out a snapshot, one image at a time, by image id; the objects by their ids.
  public func truth(
    ofSnapshot id: Int, _ body: (TruthImage, Snapshot.Part) throws -> Void
  ) throws {
    try read { db in
      _ = try snapshot(id, in: db)
      let images = try Row.fetchCursor(
        db,
        sql: """
          SELECT image.*, part FROM snapshot_image JOIN image ON image.id = snapshot_image.image
          WHERE snapshot = ? ORDER BY image.id
          """, arguments: [id])
      while let row = try images.next() {
        let image = try StoredImage(row)
        let objects = try frozenObjects(of: image.id, in: id, db)
        let part = try Snapshot.Part(stored: row["part"])
        try body(TruthImage(image: image, objects: objects), part)
      }
    }
  }

  private func frozenObjects(
    of image: ImageID, in id: Int, _ db: Database
  ) throws -> [TruthObject] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT *, (SELECT extras FROM object AS held WHERE held.id = object) AS extras
        FROM snapshot_object WHERE snapshot = ? AND image = ? ORDER BY object
        """)
    return try Row.fetchAll(statement, arguments: [id, image.rawValue]).map { row in
      TruthObject(
        id: ObjectID(try UniqueID(stored: row["object"])), label: LabelID(row["label"]),
        shape: try ShapeColumns(row).shape(), text: row["text"], isCrowd: row["is_crowd"],
        extras: row["extras"])
    }
  }
}
