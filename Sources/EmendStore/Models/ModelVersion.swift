public import EmendCore
import GRDB

/// One registered model file.
public struct ModelVersion: Hashable, Sendable, Identifiable {
  public enum Role: String, CaseIterable, Sendable {
    /// Whose predictions are reviewed; there is one at most.
    case champion
    case challenger
    case retired
    /// Helps at the work and never has predictions of its own in the queue: what clicks become
    /// masks by, what images become vectors by.
    case tool
  }

  public let id: ModelVersionID
  public var name: String
  /// From the project folder, or absolute when outside it.
  public var path: ImagePath
  public var sha256: String
  /// What the model reads and writes, as JSON.
  public var card: String
  public var role: Role
  public var parent: ModelVersionID?
  public var snapshot: Int?
  /// What it reached on the held-out split, as JSON.
  public var measures: String?
  /// What its training can go on from.
  public var checkpoint: ImagePath?
  /// Those of its newest predictions, which are the ones shown.
  public var settings: String?

  init(_ row: Row) throws {
    id = ModelVersionID(row["id"])
    name = row["name"]
    path = ImagePath(encoded: row["path"])
    sha256 = row["sha256"]
    card = row["card"]
    role = try Role(stored: row["role"])
    parent = (row["parent"] as Int64?).map(ModelVersionID.init)
    snapshot = row["snapshot"]
    measures = row["measures"]
    checkpoint = (row["checkpoint"] as String?).map(ImagePath.init(encoded:))
    settings = row["settings"]
  }
}

/// A model file that is to be registered.
public struct NewModelVersion: Hashable, Sendable {
  /// What a model is for.
  public enum Use: Hashable, Sendable {
    /// Its predictions are reviewed: the first one becomes champion, later ones challengers.
    case predictions
    /// It is a tool.
    case help
  }

  public var name: String
  public var path: ImagePath
  public var sha256: String
  public var card: String
  public var parent: ModelVersionID?
  public var snapshot: Int?
  public var measures: String?
  public var checkpoint: ImagePath?
  public var use: Use

  public init(
    name: String, path: ImagePath, sha256: String, card: String = "{}",
    parent: ModelVersionID? = nil, snapshot: Int? = nil, measures: String? = nil,
    checkpoint: ImagePath? = nil, use: Use = .predictions
  ) {
    self.name = name
    self.path = path
    self.sha256 = sha256
    self.card = card
    self.parent = parent
    self.snapshot = snapshot
    self.measures = measures
    self.checkpoint = checkpoint
    self.use = use
  }
}
