public import EmendCore
import GRDB

extension Project {
  /// Puts every open image of the pool in the order of review, by what `model` said of it.
  ///
  /// - The value of an image comes from its objects by `settings`, or from the score of the whole
  ///   image where the model gives one; it is 0 where nothing was predicted. `random` and `oldest`
  ///   do not look at predictions.
  /// - Control images are those whose hash falls in the share; they come by their hash, the
  ///   others by value, largest first; ties by id.
  /// - Both lists are dealt out evenly: the i-th of n stands at (i + 0.5) / n, and of two at the
  ///   same place the one that is not control comes first.
  ///
  /// One transaction; O(images × log images + predicted objects). `report` is told how many images
  /// have their value.
  public func rank(
    _ settings: QueueSettings, model: ModelVersionID?, report: WorkReport = { _ in }
  ) throws {
    let share = (min(max(settings.controlShare, 0), 1) * 10_000).rounded()
    try write { db in
      try db.execute(
        sql: "CREATE TEMP TABLE best (image INTEGER PRIMARY KEY, value REAL, object INTEGER)")
      try Self.collectScores(settings, model, db, report)
      try db.execute(sql: "DELETE FROM queue")
      try db.execute(
        sql: Self.ranking(settings),
        arguments: ["seed": String(settings.seed), "share": Int64(share)])
      try db.execute(sql: "DROP TABLE best")
    }
  }

  /// Fills `best`, some thousand images at a time, so that the work can be counted.
  private static func collectScores(
    _ settings: QueueSettings, _ model: ModelVersionID?, _ db: Database, _ report: WorkReport
  ) throws {
    let last = try Int64.fetchOne(db, sql: "SELECT MAX(id) FROM image") ?? 0
    let statements = try [scores(settings), imageScores(settings)].map(db.makeStatement(sql:))
    for first in stride(from: Int64(1), through: last, by: 4096) {
      report(WorkDone(Int(first), of: Int(last), "images"))
      for statement in statements {
        try statement.execute(
          arguments: ["model": model?.rawValue, "first": first, "last": first + 4095])
      }
    }
  }

  private static func ranking(_ settings: QueueSettings) -> String {
    """
    INSERT INTO queue (image, rank, value, control, object)
    WITH scored AS MATERIALIZED (
      SELECT image.id AS image, \(value(settings.strategy)) AS value, best.object AS object,
        emend_bucket(:seed, sha256) < :share AS control,
        emend_order(:seed, sha256) AS shuffled
      FROM image LEFT JOIN best ON best.image = image.id
      WHERE split = 'pool' AND progress = 'open' AND state = 'present'
    ),
    placed AS MATERIALIZED (
      SELECT *, (place - 1 + 0.5) / COUNT(*) OVER (PARTITION BY control) AS fraction FROM (
        SELECT *, ROW_NUMBER() OVER (
          PARTITION BY control
          ORDER BY CASE WHEN control THEN 0.0 ELSE -value END,
            CASE WHEN control THEN shuffled ELSE 0 END, image) AS place
        FROM scored)
    )
    SELECT image, ROW_NUMBER() OVER (ORDER BY fraction, control), value, control, object
    FROM placed
    """
  }

  /// One row an image: the sum of its objects' values, and the object that gives the reason.
  ///
  /// SQLite takes bare columns beside a single `MAX` from the row that holds the maximum. CROSS
  /// JOIN keeps it on the indexes, which hand out the objects image by image: 0.9 s for a million
  /// objects, 6 s where it sorts them.
  private static func scores(_ settings: QueueSettings) -> String {
    let value =
      switch settings.strategy {
      case .margin: "1.0 - (score - COALESCE(alternative_score, 0.0))"
      case .leastConfidence: "1.0 - score"
      case .entropy, .random, .oldest: "entropy"
      }
    let aggregate =
      switch settings.aggregate {
      case .max: "MAX(worth)"
      case .mean: "SUM(worth) / COUNT(*)"
      case .sum: "SUM(worth)"
      }
    return """
      INSERT INTO best (image, value, object)
      SELECT image, value, object FROM (SELECT image, \(aggregate) AS value,
        MAX(worth) AS most, object FROM (
        SELECT prediction.image AS image, predicted_object.id AS object, \(value) AS worth
        FROM model_version
        CROSS JOIN prediction ON prediction.model_version = model_version.id
          AND prediction.settings = model_version.settings
        CROSS JOIN predicted_object ON predicted_object.prediction = prediction.id
        WHERE model_version.id = :model AND prediction.image BETWEEN :first AND :last)
      GROUP BY image)
      """
  }

  /// The score of a whole image stands above its objects, which are its reason no longer.
  private static func imageScores(_ settings: QueueSettings) -> String {
    let value =
      switch settings.strategy {
      case .margin: "1.0 - abs(2.0 * image_score - 1.0)"
      case .leastConfidence: "min(image_score, 1.0 - image_score)"
      case .entropy, .random, .oldest: "emend_entropy(image_score)"
      }
    return """
      INSERT OR REPLACE INTO best (image, value, object)
      SELECT image, \(value), NULL FROM model_version
      CROSS JOIN prediction ON prediction.model_version = model_version.id
        AND prediction.settings = model_version.settings
      WHERE model_version.id = :model AND image BETWEEN :first AND :last
        AND image_score IS NOT NULL
      """
  }

  private static func value(_ strategy: QueueSettings.Strategy) -> String {
    switch strategy {
    case .entropy, .margin, .leastConfidence: "COALESCE(best.value, 0.0)"
    case .random: "emend_fraction(:seed, sha256)"
    case .oldest: "0.0"
    }
  }
}
