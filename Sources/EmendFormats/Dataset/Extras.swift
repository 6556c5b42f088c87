/// What one format keeps in the text of an `extras`: `{"coco":{…}}`.
enum Extras {
  /// - Returns: Nil when `text` holds nothing of `format`, or is not ours.
  static func value(_ format: String, in text: String?) -> JSONValue? {
    guard let text else { return nil }
    // Extras that were damaged outside are as good as none: the writer then gives its own words.
    return (try? JSONReader.value(in: Array(text.utf8), file: "extras"))?[format]
  }

  static func text(_ format: String, _ members: [JSONValue.Member]) -> String? {
    guard !members.isEmpty else { return nil }
    return JSONValue.object([JSONValue.Member(format, .object(members))]).description
  }
}
