import EmendCore
import GRDB

/// An object of the projection, with what was predicted of it.
struct ObjectRow {
  var object: ReviewObject
  var image: ImageID
  var isCrowd: Bool
  var extras: String?

  /// The stored row of `id`; nil when nobody has decided on it.
  static func fetch(_ id: ObjectID, in db: Database) throws -> ObjectRow? {
    try Row.fetchOne(
      db, sql: "SELECT * FROM object WHERE id = ?", arguments: [id.rawValue.description]
    ).map { try ObjectRow($0, in: db) }
  }

  /// The rows of `image`, by id.
  static func all(of image: ImageID, in db: Database) throws -> [ObjectRow] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM object WHERE image = ? ORDER BY id", arguments: [image.rawValue]
    ).map { try ObjectRow($0, in: db) }
  }

  init(_ row: Row, in db: Database) throws {
    image = ImageID(row["image"])
    isCrowd = row["is_crowd"]
    extras = row["extras"]
    object = ReviewObject(
      id: ObjectID(try UniqueID(stored: row["id"])), origin: try Self.origin(row, in: db),
      state: try ObjectState(row), revision: row["revision"])
  }

  private static func origin(_ row: Row, in db: Database) throws -> ReviewObject.Origin {
    switch row["origin"] as String {
    case "drawn": return .drawn
    case "imported": return .imported
    default: return try predicted(row["predicted_object"], in: db)
    }
  }

  static func predicted(_ id: Int64, in db: Database) throws -> ReviewObject.Origin {
    let row = try Row.fetchOne(
      db, sql: "SELECT * FROM predicted_object WHERE id = ?", arguments: [id])
    guard let row else { throw ProjectError.damaged("no predicted object \(id)") }
    return .predicted(PredictedObjectID(id), try Detection(row))
  }
}

extension ReviewObject.Origin {
  var column: String {
    switch self {
    case .predicted: "predicted"
    case .drawn: "drawn"
    case .imported: "imported"
    }
  }

  var predictedObject: PredictedObjectID? {
    guard case .predicted(let id, _) = self else { return nil }
    return id
  }
}
