public import EmendCore
import GRDB

/// One image that is to be reviewed, and why it stands where it does.
public struct QueueRow: Hashable, Sendable {
  /// From 1; counts the images that are still to be reviewed.
  public var position: Int
  public var image: ImageID
  /// From the project folder, fit for a terminal.
  public var name: String
  public var value: Double
  /// Taken at random, so that measures made on what was reviewed stay fair.
  public var isControl: Bool
  /// In words: "dent 0.48 / scratch 0.45".
  public var reason: String
}

extension Project {
  /// A part of what is to be reviewed, in order.
  ///
  /// - Complexity: O(offset + limit)
  public func queuePage(offset: Int = 0, limit: Int = 50) throws -> [QueueRow] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT queue.image, image.path, queue.value, \(Self.reasonColumns)
          FROM queue JOIN image ON image.id = queue.image \(Self.reasonJoins)
          WHERE queue.is_open = 1 ORDER BY queue.rank LIMIT ? OFFSET ?
          """, arguments: [limit, offset]
      ).enumerated().map { index, row in
        QueueRow(
          position: offset + index + 1, image: ImageID(row["image"]),
          name: ImagePath(encoded: row["path"]).display, value: row["value"],
          isControl: row["control"], reason: Self.reason(row))
      }
    }
  }

  /// How many images are still to be reviewed.
  public func queueLength() throws -> Int {
    try read { db in
      try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM queue WHERE is_open = 1") ?? 0
    }
  }

  /// Where an image stands among those still to be reviewed; nil when it is not among them.
  func place(of image: ImageID, in db: Database) throws -> QueuePlace? {
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT queue.rank, \(Self.reasonColumns) FROM queue \(Self.reasonJoins)
        WHERE queue.image = ? AND queue.is_open = 1
        """, arguments: [image.rawValue])
    guard let row else { return nil }
    let counts = try Row.fetchOne(
      db,
      sql: """
        SELECT (SELECT COUNT(*) FROM queue WHERE is_open = 1 AND rank <= ?) AS position,
          (SELECT COUNT(*) FROM queue WHERE is_open = 1) AS remaining
        """, arguments: [row["rank"] as Int64])
    guard let counts else { return nil }
    return QueuePlace(
      position: counts["position"], remaining: counts["remaining"], reason: Self.reason(row))
  }

  private static let reasonColumns = """
    queue.control, best.name AS best, predicted_object.score,
    other.name AS other, predicted_object.alternative_score, (
      SELECT image_score FROM model_version CROSS JOIN prediction
        ON prediction.image = queue.image AND model_version = model_version.id
          AND prediction.settings = model_version.settings
      WHERE role = 'champion') AS image_score
    """

  private static let reasonJoins = """
    LEFT JOIN predicted_object ON predicted_object.id = queue.object
    LEFT JOIN label AS best ON best.id = predicted_object.label
    LEFT JOIN label AS other ON other.id = predicted_object.alternative_label
    """

  private static func reason(_ row: Row) -> String {
    let said =
      if let best = row["best"] as String?, let score = row["score"] as Double? {
        "\(best) \(FixedPoint.text(score, decimals: 2))" + alternative(row)
      } else if let score = row["image_score"] as Double? {
        "unusual \(FixedPoint.text(score, decimals: 2))"
      } else {
        "no predictions"
      }
    return row["control"] ? "random control: \(said)" : said
  }

  private static func alternative(_ row: Row) -> String {
    guard let other = row["other"] as String?, let score = row["alternative_score"] as Double?,
      score >= 0.05
    else { return "" }
    return " / \(other) \(FixedPoint.text(score, decimals: 2))"
  }
}
