public import EmendCore
import GRDB

/// What a reviewer can jump to.
public enum Landmark: String, CaseIterable, Sendable {
  case flagged
  /// An image where somebody's word differs from the model's.
  case disagreement
  /// An image that is still to be reviewed.
  case unreviewed
}

/// Which way along the queue.
public enum Direction: Sendable {
  case forward
  case backward
}

extension Project {
  /// The image beside `image`: in the queue's order, decided ones too, so that one can go back to
  /// what was just reviewed; by id where it is not in the queue.
  ///
  /// Nil at either end.
  public func neighbour(of image: ImageID, _ direction: Direction) throws -> ImageID? {
    let (sign, order) = direction == .forward ? (">", "ASC") : ("<", "DESC")
    return try read { db in
      let rank = try Int64.fetchOne(
        db, sql: "SELECT rank FROM queue WHERE image = ?", arguments: [image.rawValue])
      let next =
        if let rank {
          try Int64.fetchOne(
            db, sql: "SELECT image FROM queue WHERE rank \(sign) ? ORDER BY rank \(order) LIMIT 1",
            arguments: [rank])
        } else {
          try Int64.fetchOne(
            db, sql: "SELECT id FROM image WHERE id \(sign) ? ORDER BY id \(order) LIMIT 1",
            arguments: [image.rawValue])
        }
      return next.map(ImageID.init)
    }
  }

  /// The next image with the landmark behind `image`, then from the start; nil when there is none
  /// but `image` itself.
  ///
  /// Flagged ones and disagreements go by id, unreviewed ones by the queue.
  public func next(_ landmark: Landmark, after image: ImageID) throws -> ImageID? {
    try read { db in
      let ids: [Int64] =
        switch landmark {
        case .unreviewed: try openImages(around: image, in: db)
        case .flagged: try images(around: image, where: "image.flagged = 1", in: db)
        case .disagreement: try images(around: image, where: Self.disagreement, in: db)
        }
      return ids.first.map(ImageID.init)
    }
  }

  private func images(
    around image: ImageID, where condition: String, in db: Database
  ) throws -> [Int64] {
    try Int64.fetchAll(
      db,
      sql: """
        SELECT id FROM image WHERE id <> ?1 AND (\(condition)) ORDER BY id < ?1, id LIMIT 1
        """, arguments: [image.rawValue])
  }

  private func openImages(around image: ImageID, in db: Database) throws -> [Int64] {
    try Int64.fetchAll(
      db,
      sql: """
        SELECT image FROM queue WHERE is_open = 1 AND image <> ?1
        ORDER BY rank < (SELECT rank FROM queue WHERE image = ?1), rank LIMIT 1
        """, arguments: [image.rawValue])
  }

  /// As `ReviewObject.isDisagreement` says it, in SQL.
  private static let disagreement = """
    EXISTS (
      SELECT 1 FROM object LEFT JOIN predicted_object AS said ON said.id = predicted_object
      WHERE object.image = image.id AND CASE
        WHEN said.id IS NULL THEN status = 'accepted'
        WHEN status = 'accepted' THEN \(changed)
        ELSE status IN ('rejected', 'removed') END)
    """

  /// Whether an object's label or shape differs from what was `said`.
  static let changed = """
    ((object.label, object.kind, object.x, object.y, object.width, object.height)
      IS NOT (said.label, said.kind, said.x, said.y, said.width, said.height)
      OR object.geometry IS NOT said.geometry)
    """
}
