public import EmendCore
import GRDB

extension Project {
  /// The nearest image of a kind before or after `image`; nil stands behind the last.
  ///
  /// Images stand in the queue's order, reviewed ones too, then those that were never in the queue,
  /// by their number.
  /// - Returns: Nil at the end.
  /// - Complexity: O(log images) for the kind `any`; O(images) where none of the kind is left.
  public func neighbour(
    of image: ImageID?, _ direction: Destination.Direction, _ kind: Destination.Kind
  ) throws -> ImageID? {
    try read { db in
      let rank = try Int64.fetchOne(
        db, sql: "SELECT rank FROM queue WHERE image = ?", arguments: [image?.rawValue])
      let step = Step(direction: direction, kind: kind)
      let found: Int64? =
        switch (rank, direction) {
        case (let rank?, .next):
          try step.ranked(beyond: rank, in: db) ?? step.unranked(beyond: 0, in: db)
        case (let rank?, .previous): try step.ranked(beyond: rank, in: db)
        case (nil, .next): try step.unranked(beyond: image?.rawValue ?? .max, in: db)
        case (nil, .previous):
          try step.unranked(beyond: image?.rawValue ?? .max, in: db)
            ?? step.ranked(beyond: .max, in: db)
        }
      return found.map(ImageID.init)
    }
  }

  /// One step along the images of a kind.
  private struct Step {
    let sign: String
    let order: String
    let condition: String

    init(direction: Destination.Direction, kind: Destination.Kind) {
      (sign, order) = direction == .next ? (">", "ASC") : ("<", "DESC")
      condition =
        switch kind {
        case .any: "1"
        case .unreviewed: "image.progress = 'open'"
        case .flagged: "image.flagged = 1"
        case .disagreement: Project.disagreement
        }
    }

    func ranked(beyond rank: Int64, in db: Database) throws -> Int64? {
      try Int64.fetchOne(
        db,
        sql: """
          SELECT queue.image FROM queue JOIN image ON image.id = queue.image
          WHERE queue.rank \(sign) ? AND \(condition) ORDER BY queue.rank \(order) LIMIT 1
          """, arguments: [rank])
    }

    func unranked(beyond id: Int64, in db: Database) throws -> Int64? {
      try Int64.fetchOne(
        db,
        sql: """
          SELECT image.id FROM image
          WHERE image.id \(sign) ? AND image.id NOT IN (SELECT image FROM queue) AND \(condition)
          ORDER BY image.id \(order) LIMIT 1
          """, arguments: [id])
    }
  }

  /// The image that ``openNext(reviewer:session:now:after:)`` would open behind the leased one;
  /// nothing is leased.
  public func peekNext(reviewer: String, now: Timestamp) throws -> ImageID? {
    try read { db in
      try Int64.fetchOne(
        db,
        sql: """
          SELECT queue.image FROM queue LEFT JOIN lease ON lease.image = queue.image
          WHERE queue.is_open = 1 AND (lease.image IS NULL OR lease.expires_at <= ?)
          ORDER BY queue.rank LIMIT 1
          """, arguments: [now.text]
      ).map(ImageID.init)
    }
  }

  /// Why no image opens, in a sentence with what can be done.
  public func emptyQueueReason(now: Timestamp) throws -> String {
    try read { db in
      let images = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM image") ?? 0
      guard images > 0 else { return "there is no image yet; add some by `emend add`" }
      let leased = try Int.fetchOne(
        db,
        sql: """
          SELECT COUNT(*) FROM queue JOIN lease ON lease.image = queue.image
          WHERE queue.is_open = 1 AND lease.expires_at > ?
          """, arguments: [now.text])
      guard let leased, leased > 0 else { return "every image is reviewed; K goes back" }
      return "the last \(leased) open images are with other reviewers"
    }
  }

  /// Whether a reviewer's word differs from the model's anywhere on an image, as
  /// `ReviewObject.isDisagreement` has it.
  private static let disagreement = """
    EXISTS (
      SELECT 1 FROM object LEFT JOIN predicted_object AS said ON said.id = predicted_object
      WHERE object.image = image.id AND CASE
        WHEN said.id IS NULL THEN origin = 'drawn' AND status = 'accepted'
        WHEN status = 'accepted' THEN \(changed)
        ELSE status IN ('rejected', 'removed') END)
    """

  /// A reviewed object that is not as predicted.
  static let changed = """
    ((object.label, object.kind, object.x, object.y, object.width, object.height, object.text)
      IS NOT (said.label, said.kind, said.x, said.y, said.width, said.height, said.text)
      OR object.geometry IS NOT said.geometry)
    """
}
