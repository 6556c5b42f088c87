import EmendCore
import GRDB

extension RawRepresentable where RawValue == String {
  /// The case that `text` names; a project that holds another is damaged.
  init(stored text: String) throws {
    guard let value = Self(rawValue: text) else {
      throw ProjectError.damaged("the unknown word \(text.debugDescription)")
    }
    self = value
  }
}

extension UniqueID {
  init(stored text: String) throws {
    guard let value = Self(text) else {
      throw ProjectError.damaged("the unreadable id \(text.debugDescription)")
    }
    self = value
  }
}

extension ObjectState {
  /// Reads a row of `object`.
  init(_ row: Row) throws {
    self.init(
      status: try Status(stored: row["status"]), label: LabelID(row["label"]),
      shape: try ShapeColumns(row).shape(), text: row["text"])
  }
}

extension Detection {
  /// Reads a row of `predicted_object`.
  init(_ row: Row) throws {
    var alternative: ScoredLabel?
    if let label = row["alternative_label"] as Int?, let score = row["alternative_score"] as Double?
    {
      alternative = ScoredLabel(label: LabelID(label), score: score)
    }
    self.init(
      best: ScoredLabel(label: LabelID(row["label"]), score: row["score"]),
      alternative: alternative, entropy: row["entropy"], shape: try ShapeColumns(row).shape(),
      text: row["text"])
  }
}
