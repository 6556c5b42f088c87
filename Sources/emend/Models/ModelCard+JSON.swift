import EmendCore
import EmendFormats
import EmendInference

extension ModelCard {
  /// What the project file keeps of a model, readable by `sqlite3`.
  ///
  /// - Parameters:
  ///   - texts: what lay beside the model; it is read again whenever the model is loaded.
  ///   - companions: the files that it needs besides.
  /// - Returns: one object.
  func json(texts: [String: String], companions: [Companion: KeptCompanion] = [:]) -> JSONValue {
    let kept = texts.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .string($0.value)) }
    let beside = companions.sorted { $0.key.rawValue < $1.key.rawValue }.map {
      JSONValue.Member($0.key.rawValue, $0.value.json)
    }
    return .object([
      .init("family", .string(family)), .init("purpose", .string(purpose.rawValue)),
      .init("labels", .array(labels.map(JSONValue.string))),
      .init("input", .array([.number(inputSize.width), .number(inputSize.height)])),
      .init("stride", .number(stride)), .init("suppression", .string(suppression.rawValue)),
      .init("version", .string(version)), .init("texts", .object(kept)),
      .init("companions", .object(beside)),
    ])
  }
}
