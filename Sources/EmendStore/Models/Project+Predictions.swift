public import EmendCore
import GRDB

extension Project {
  /// Images that this model version has not seen under these settings, by id: at most `limit` of
  /// those above `after`, or from the first.
  public func imagesToPredict(
    _ model: ModelVersionID, settings: String, after: ImageID? = nil, limit: Int
  ) throws -> [StoredImage] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM image
          WHERE id > ? AND state = 'present' AND NOT EXISTS (
            SELECT 1 FROM prediction
            WHERE image = image.id AND model_version = ? AND settings = ?)
          ORDER BY id LIMIT ?
          """, arguments: [after?.rawValue ?? 0, model.rawValue, settings, limit]
      ).map(StoredImage.init)
    }
  }

  /// Saves what a model version said of some images, in one transaction.
  ///
  /// An image that it has seen under these settings keeps the first answer. From then on these
  /// settings are the ones whose predictions are shown. `imageScores` says of some images how
  /// unusual they are as a whole, `0...1`.
  public func save(
    predictions: [(image: ImageID, detections: [Detection])],
    imageScores: [ImageID: Double] = [:], model: ModelVersionID, settings: String,
    report: WorkReport = { _ in }
  ) throws {
    let now = Timestamp.now.text
    try write { db in
      var counts: [LabelID: Int] = [:]
      for (index, (image, detections)) in predictions.enumerated() {
        report(WorkDone(index, of: predictions.count, "images"))
        try db.cachedStatement(
          sql: """
            INSERT OR IGNORE INTO prediction (image, model_version, settings, created_at,
              image_score) VALUES (?,?,?,?,?)
            """
        ).execute(arguments: [
          image.rawValue, model.rawValue, settings, now, imageScores[image],
        ])
        guard db.changesCount > 0 else { continue }
        try insert(detections, of: db.lastInsertedRowID, in: db)
        for detection in detections { counts[detection.best.label, default: 0] += 1 }
      }
      try count(counts, model: model, settings: settings, in: db)
      try db.execute(
        sql: "UPDATE model_version SET settings = ? WHERE id = ? AND settings IS NOT ?",
        arguments: [settings, model.rawValue, settings])
    }
  }

  private func insert(_ detections: [Detection], of prediction: Int64, in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO predicted_object (prediction, label, score, alternative_label,
          alternative_score, entropy, kind, x, y, width, height, geometry, text)
        VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)
        """)
    for detection in detections {
      let head: [(any DatabaseValueConvertible)?] = [
        prediction, detection.best.label.rawValue, detection.best.score,
        detection.alternative?.label.rawValue, detection.alternative?.score, detection.entropy,
      ]
      try statement.execute(
        arguments: StatementArguments(
          head + ShapeColumns(detection.shape).arguments + [detection.text]))
    }
  }

  private func count(
    _ counts: [LabelID: Int], model: ModelVersionID, settings: String, in db: Database
  ) throws {
    for (label, objects) in counts {
      try db.execute(
        sql: """
          INSERT INTO predicted_count (model_version, settings, label, objects) VALUES (?,?,?,?)
          ON CONFLICT DO UPDATE SET objects = objects + excluded.objects
          """, arguments: [model.rawValue, settings, label.rawValue, objects])
    }
  }

  /// What a model version said of an image under its newest settings, lowest score first.
  ///
  /// - Returns: Nil when it has not seen the image.
  public func predictions(
    of image: ImageID, model: ModelVersionID
  ) throws -> [(id: PredictedObjectID, detection: Detection)]? {
    try read { db in try predictions(of: image, model: model, in: db) }
  }

  func predictions(
    of image: ImageID, model: ModelVersionID, in db: Database
  ) throws -> [(id: PredictedObjectID, detection: Detection)]? {
    let prediction = try Int64.fetchOne(
      db,
      sql: """
        SELECT prediction.id FROM prediction JOIN model_version ON model_version.id = model_version
        WHERE image = ? AND model_version = ? AND prediction.settings = model_version.settings
        """, arguments: [image.rawValue, model.rawValue])
    guard let prediction else { return nil }
    return try Row.fetchAll(
      db, sql: "SELECT * FROM predicted_object WHERE prediction = ? ORDER BY score, id",
      arguments: [prediction]
    ).map { (PredictedObjectID($0["id"]), try Detection($0)) }
  }
}
