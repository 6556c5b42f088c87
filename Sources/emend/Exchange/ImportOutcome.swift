import EmendFormats
import EmendStore

/// What an import did, for people and for `--json`.
struct ImportOutcome {
  var summary: ImportSummary
  /// Labels that were added to the project's list.
  var labels = 0
  /// Images of the file that were not found.
  var leftOut = 0
  /// The name of the model version whose predictions they are; nil for truth.
  var model: String?

  private var total: Int { summary.added + summary.updated + summary.unchanged + summary.kept }

  private var changes: Int {
    summary.added + summary.updated + summary.newImages + summary.reviewed + labels
  }

  var sentence: String {
    let objects = "\(Words.count(total, "object")) on \(Words.count(summary.images, "image"))"
    guard changes > 0 else { return "nothing changed; its \(objects) are here already" + rest }
    var text = model.map { "\(objects), as predictions of \($0)" } ?? objects
    text += ": \(Words.grouped(summary.added)) added"
    if summary.updated > 0 { text += ", \(Words.grouped(summary.updated)) updated" }
    if summary.unchanged > 0 { text += ", \(Words.grouped(summary.unchanged)) here already" }
    if summary.newImages > 0 { text += "; \(Words.count(summary.newImages, "new image"))" }
    if labels > 0 { text += "; \(Words.count(labels, "new label"))" }
    return text + rest
  }

  private var rest: String {
    var text = ""
    if summary.kept > 0 { text += "; \(summary.kept) left as a reviewer decided since" }
    if leftOut > 0 { text += "; \(Words.count(leftOut, "image")) not found and left out" }
    return text
  }

  var json: JSONValue {
    .object([
      .init("images", .number(summary.images)), .init("new_images", .number(summary.newImages)),
      .init("reviewed", .number(summary.reviewed)), .init("added", .number(summary.added)),
      .init("updated", .number(summary.updated)), .init("unchanged", .number(summary.unchanged)),
      .init("kept", .number(summary.kept)), .init("labels", .number(labels)),
      .init("left_out", .number(leftOut)), .init("model", model.map { .string($0) } ?? .null),
    ])
  }
}
