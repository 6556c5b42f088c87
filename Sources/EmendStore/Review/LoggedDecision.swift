import EmendCore
import GRDB

/// What a row of the log says, as far as undoing and checking need it.
struct LoggedDecision {
  var image: ImageID
  var object: ObjectID?
  var change: Decision.Change
  /// Set once, when an object is imported.
  var isCrowd: Bool?
  var extras: String?

  init(_ row: Row) throws {
    image = ImageID(row["image"])
    guard let text = row["object"] as String? else {
      let before = (row["before"] as String?) ?? row["after"]
      change = .image(
        before: try JSON.value(LoggedImage.self, from: before).state(),
        after: try JSON.value(LoggedImage.self, from: row["after"]).state())
      return
    }
    let id = ObjectID(try UniqueID(stored: text))
    object = id
    let before = try (row["before"] as String?).map {
      try JSON.value(LoggedObject.self, from: $0).state()
    }
    let after = try JSON.value(LoggedObject.self, from: row["after"])
    isCrowd = after.isCrowd
    extras = after.extras
    change = .object(
      id, try Self.origin(row), before: before, after: try after.state())
  }

  private static func origin(_ row: Row) throws -> ReviewObject.Origin {
    switch row["origin"] as String? {
    case "drawn": return .drawn
    case "imported": return .imported
    default: break
    }
    guard let id = row["predicted_object"] as Int64? else {
      throw ProjectError.damaged("a decision without the prediction that it answers")
    }
    return .predicted(PredictedObjectID(id), .unread)
  }
}

extension Detection {
  /// Stands where only the predicted object's id is asked for.
  fileprivate static let unread = Detection(
    best: ScoredLabel(label: LabelID(0), score: 0), entropy: 0,
    shape: .box(Box(x: 0, y: 0, width: 0, height: 0)))
}
