import EmendFormats

/// What was measured of a model version, as the project file keeps it.
struct Measures {
  /// Means over the labels, `0...1`.
  var map50: Double
  var map50to95: Double
  var images: Int
  var snapshot: Int?

  /// Nil where nothing was measured, and for text that emend did not write.
  init?(json text: String?) {
    guard let text, let value = try? JSONValue(text: text), let map50 = value["map50"]?.double,
      let map50to95 = value["map50_95"]?.double
    else { return nil }
    self.map50 = map50
    self.map50to95 = map50to95
    images = value["images"]?.integer ?? 0
    snapshot = value["snapshot"]?.integer
  }

  init(map50: Double, map50to95: Double, images: Int, snapshot: Int?) {
    self.map50 = map50
    self.map50to95 = map50to95
    self.images = images
    self.snapshot = snapshot
  }

  var json: JSONValue {
    .object([
      .init("map50", .number(map50)), .init("map50_95", .number(map50to95)),
      .init("images", .number(images)),
      .init("snapshot", snapshot.map { .number($0) } ?? .null),
    ])
  }
}
