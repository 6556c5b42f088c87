import EmendCore
import GRDB

/// One decision with all that the log holds of it.
struct Entry {
  var decision: Decision
  var step: DecisionID
  var author: Author
  /// The step that this one takes back.
  var undoes: DecisionID?
  /// Set once, when an object is imported.
  var isCrowd: Bool?
  /// Set by imports only; nil leaves what is there.
  var extras: String?

  init(_ decision: Decision, step: DecisionID, author: Author) {
    self.decision = decision
    self.step = step
    self.author = author
  }
}

extension Project {
  /// Writes one row of the log.
  func append(_ entry: Entry, in db: Database) throws {
    let decision = entry.decision
    var (object, origin) = (ObjectID?.none, ReviewObject.Origin?.none)
    let (before, after): (String?, String)
    switch decision.change {
    case .object(let id, let source, let old, let new):
      (object, origin) = (id, source)
      before = try old.map { try JSON.text(LoggedObject($0)) }
      after = try JSON.text(LoggedObject(new, isCrowd: entry.isCrowd, extras: entry.extras))
    case .image(let old, let new):
      (before, after) = (try JSON.text(LoggedImage(old)), try JSON.text(LoggedImage(new)))
    }
    try db.cachedStatement(
      sql: """
        INSERT INTO decision (id, step, image, object, origin, predicted_object, reviewer, session,
          at, kind, before, after, undoes, milliseconds, keys)
        VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
        """
    ).execute(arguments: [
      decision.id.rawValue.description, entry.step.rawValue.description,
      decision.image.rawValue, object?.rawValue.description, origin?.column,
      origin?.predictedObject?.rawValue, entry.author.reviewer, entry.author.session,
      decision.at.text, decision.kind.rawValue, before, after,
      entry.undoes?.rawValue.description, decision.milliseconds, decision.keys,
    ])
  }
}
