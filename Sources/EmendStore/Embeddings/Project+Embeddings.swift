public import EmendCore
import Foundation
import GRDB

extension Project {
  /// What vectors are asked for.
  public enum EmbeddedPart: Hashable, Sendable {
    /// The whole image.
    case images
    /// The bounds of each accepted object, and of the champion's predicted ones that nobody has
    /// rejected.
    case objects
  }

  /// Keeps vectors that the model file of a digest gave, in one transaction; those that are known
  /// are replaced.
  ///
  /// - Throws: ``ProjectError/Code/invalid`` for a vector that half floats cannot hold.
  public func save(embeddings: [StoredEmbedding], model sha256: String) throws {
    try write { db in
      for embedding in embeddings {
        let box = embedding.box
        try db.cachedStatement(
          sql: """
            INSERT OR REPLACE INTO embedding (model_sha256, image, x, y, width, height, length,
              vector) VALUES (?,?,?,?,?,?,?,?)
            """
        ).execute(arguments: [
          sha256, embedding.image.rawValue, box.x, box.y, box.width, box.height,
          embedding.vector.count, Data(try HalfFloats.bytes(of: embedding.vector)),
        ])
      }
    }
  }

  /// The parts of images that are in their place and have no vector of the model yet, by image.
  ///
  /// - Complexity: O(images + objects)
  public func toEmbed(
    _ part: EmbeddedPart, model sha256: String
  ) throws -> [(image: StoredImage, boxes: [Box])] {
    try read { db in
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT part.* FROM (\(Self.parts(part))) AS part
          WHERE part.width > 0 AND part.height > 0 AND NOT EXISTS (
            SELECT 1 FROM embedding WHERE model_sha256 = ? AND embedding.image = part.image
              AND (embedding.x, embedding.y, embedding.width, embedding.height)
                = (part.x, part.y, part.width, part.height))
          ORDER BY 1, 2, 3, 4, 5
          """, arguments: [sha256])
      var found: [(image: ImageID, boxes: [Box])] = []
      while let row = try rows.next() {
        let image = ImageID(row["image"])
        if found.last?.image != image { found.append((image, [])) }
        found[found.count - 1].boxes.append(
          Box(x: row["x"], y: row["y"], width: row["width"], height: row["height"]))
      }
      return try found.map { (try storedImage($0.image, in: db), $0.boxes) }
    }
  }

  private static func parts(_ part: EmbeddedPart) -> String {
    switch part {
    case .images:
      """
      SELECT id AS image, 0.0 AS x, 0.0 AS y, width, height FROM image WHERE state = 'present'
      """
    case .objects:
      """
      SELECT image, x, y, object.width, object.height
      FROM object JOIN image ON image.id = object.image
      WHERE status = 'accepted' AND kind <> 'image' AND state = 'present'
      UNION
      SELECT prediction.image, said.x, said.y, said.width, said.height
      FROM model_version JOIN prediction ON model_version = model_version.id
        AND prediction.settings = model_version.settings
      JOIN predicted_object AS said ON said.prediction = prediction.id
      JOIN image ON image.id = prediction.image
      LEFT JOIN object ON object.predicted_object = said.id
      WHERE role = 'champion' AND said.kind <> 'image' AND image.state = 'present'
        AND object.status IS NOT 'rejected'
      """
    }
  }

  private func storedImage(_ id: ImageID, in db: Database) throws -> StoredImage {
    let row = try Row.fetchOne(
      db, sql: "SELECT * FROM image WHERE id = ?", arguments: [id.rawValue])
    guard let row else { throw ProjectError.damaged("no image \(id.rawValue)") }
    return try StoredImage(row)
  }

  /// The model's vector of an image or a part of it; nil where it has made none.
  public func embedding(
    of image: ImageID, _ box: Box, model sha256: String
  ) throws -> StoredEmbedding? {
    try read { db in
      try Row.fetchOne(
        db,
        sql: """
          SELECT * FROM embedding WHERE model_sha256 = ? AND image = ?
            AND (x, y, width, height) = (?, ?, ?, ?)
          """, arguments: [sha256, image.rawValue, box.x, box.y, box.width, box.height]
      ).map(StoredEmbedding.init)
    }
  }

  /// Hands out the model's vectors of images that are in their place, by image and box.
  public func embeddings(
    _ part: EmbeddedPart, model sha256: String, _ body: (StoredEmbedding) throws -> Void
  ) throws {
    let isWhole = """
      (x = 0 AND y = 0 AND embedding.width = image.width AND embedding.height = image.height)
      """
    try read { db in
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT embedding.* FROM embedding JOIN image ON image.id = embedding.image
          WHERE model_sha256 = ? AND state = 'present'
            AND \(part == .images ? "" : "NOT ")\(isWhole)
          ORDER BY embedding.image, x, y, embedding.width, embedding.height
          """, arguments: [sha256])
      while let row = try rows.next() { try body(try StoredEmbedding(row)) }
    }
  }
}
