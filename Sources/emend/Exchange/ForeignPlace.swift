import EmendCore
import EmendFormats

/// Where an image stood in the file that it was imported from, so that it goes out as it came in.
///
/// Kept in the image's extras beside what each format keeps there:
/// `{"coco":{…},"import":{"coco":{"file":"val.json","at":3,"path":"a.jpg","sized":true}}}`.
struct ForeignPlace: Equatable {
  /// The import's name.
  var file: String
  /// From 0.
  var position: Int
  /// As the file has it.
  var path: ImagePath
  /// Whether the file gave the image's size.
  var hasSize: Bool
  /// `train`, `val` or `test`, where the format has them.
  var split: String?

  private static let key = "import"

  init(_ image: DatasetImage, in file: String, at position: Int) {
    self.file = file
    self.position = position
    path = image.path
    hasSize = image.size != nil
    split = image.split
  }

  /// - Returns: Nil when the image came from no file of this format.
  init?(_ format: String, in extras: String?) {
    // Extras that were damaged outside are as good as none.
    guard let extras, let value = try? JSONValue(text: extras)[Self.key]?[format],
      let file = value["file"]?.string, let position = value["at"]?.integer,
      let path = value["path"]?.string
    else { return nil }
    self.file = file
    self.position = position
    self.path = ImagePath(encoded: path)
    hasSize = value["sized"] != .bool(false)
    split = value["split"]?.string
  }

  /// The image's extras with this place, and with what other formats kept there before.
  func extras(_ format: String, own: String?, before: String?) -> String {
    // As above.
    let (own, before) = (
      own.flatMap { try? JSONValue(text: $0) }, before.flatMap { try? JSONValue(text: $0) }
    )
    var kept = before ?? .object([])
    kept = kept.with(format, own?[format])
    kept = kept.with(Self.key, (kept[Self.key] ?? .object([])).with(format, json))
    return kept.text
  }

  private var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("file", .string(file)), .init("at", .number(position)),
      .init("path", .string(path.encoded)), .init("sized", .bool(hasSize)),
    ]
    if let split { members.append(.init("split", .string(split))) }
    return .object(members)
  }
}

extension JSONValue {
  /// The object with another value for one key; without the key for nil.
  fileprivate func with(_ key: String, _ value: JSONValue?) -> JSONValue {
    guard case .object(var members) = self else { return self }
    members.removeAll { $0.key == key }
    if let value { members.append(.init(key, value)) }
    return .object(members)
  }
}
