import EmendCore
import EmendFormats
import EmendInference

extension ModelCard {
  /// What the project file keeps of a model, readable by `sqlite3`.
  var json: JSONValue {
    .object([
      .init("family", .string(family)), .init("purpose", .string(purpose.rawValue)),
      .init("labels", .array(labels.map(JSONValue.string))),
      .init("input", .array([.number(inputSize.width), .number(inputSize.height)])),
      .init("stride", .number(stride)), .init("suppression", .string(suppression.rawValue)),
      .init("version", .string(version)),
    ])
  }
}
