import EmendCore
import GRDB

/// The truth as the log alone tells it.
struct Rebuilt {
  struct Object: Equatable {
    var image: Int64
    var origin: String
    var predictedObject: Int64?
    var state: ObjectState
    var isCrowd: Bool
    var extras: String?
    var revision: Int

    /// - Note: `row` is one of `object`.
    init(_ row: Row) throws {
      image = row["image"]
      origin = row["origin"]
      predictedObject = row["predicted_object"]
      state = try ObjectState(row)
      isCrowd = row["is_crowd"]
      extras = row["extras"]
      revision = row["revision"]
    }

    init(first logged: LoggedDecision, origin: String, state: ObjectState, _ predicted: Int64?) {
      image = logged.image.rawValue
      self.origin = origin
      predictedObject = predicted
      self.state = state
      isCrowd = logged.isCrowd ?? false
      extras = logged.extras
      revision = 1
    }
  }

  struct Image: Equatable {
    var state = ImageState()
    var revision = 0

    init() {}

    /// - Note: `row` is one of `image`.
    init(_ row: Row) throws {
      state = try ImageState(row)
      revision = row["revision"]
    }
  }

  private(set) var objects: [String: Object] = [:]
  private(set) var images: [Int64: Image] = [:]

  init(_ db: Database) throws {
    let rows = try Row.fetchCursor(db, sql: "SELECT * FROM decision ORDER BY seq")
    while let row = try rows.next() { try replay(row) }
  }

  private mutating func replay(_ row: Row) throws {
    let logged = try LoggedDecision(row)
    switch logged.change {
    case .object(let id, let origin, _, let after):
      let key = id.rawValue.description
      if objects[key] == nil {
        objects[key] = Object(
          first: logged, origin: origin.column, state: after, row["predicted_object"])
      } else {
        objects[key]?.state = after
        if let extras = logged.extras { objects[key]?.extras = extras }
        objects[key]?.revision += 1
      }
    case .image(_, let after):
      images[logged.image.rawValue, default: Image()].state = after
      images[logged.image.rawValue, default: Image()].revision += 1
    }
  }
}
