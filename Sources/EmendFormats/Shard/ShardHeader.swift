import EmendCore

/// One of equal parts of a project's images; the same images on every machine.
public struct ShardPart: Hashable, Sendable {
  /// `1...count`.
  public let number: Int
  public let count: Int

  /// - Returns: nil unless `1 <= number <= count`.
  public init?(number: Int, of count: Int) {
    guard number >= 1, number <= count else { return nil }
    (self.number, self.count) = (number, count)
  }

  /// Reads `2/4`.
  public init?(_ text: String) {
    let sides = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard sides.count == 2, let number = sides[0], let count = sides[1] else { return nil }
    self.init(number: number, of: count)
  }

  /// Whether an image belongs to this part, by the SHA-256 of its file in hexadecimal digits.
  ///
  /// Images that are added later change nothing for the others.
  public func contains(_ sha256: String) -> Bool {
    Int(StableHash.fnv1a(sha256.utf8) % UInt64(count)) == number - 1
  }
}

/// Whose predictions a shard holds.
public struct ShardHeader: Hashable, Sendable {
  /// The SHA-256 of the model's file.
  public var model: String
  /// What the predictions are stored under.
  public var settings: String
  /// Names, which the objects' labels count from 0.
  public var labels: [String]
  public var part: ShardPart

  public init(model: String, settings: String, labels: [String], part: ShardPart) {
    (self.model, self.settings, self.labels, self.part) = (model, settings, labels, part)
  }

  var json: JSONValue {
    .object([
      .init("emend", .string("predictions")), .init("model", .string(model)),
      .init("settings", .string(settings)),
      .init("labels", .array(labels.map(JSONValue.string))), .init("part", .number(part.number)),
      .init("parts", .number(part.count)),
    ])
  }

  init?(_ json: JSONValue) {
    guard json["emend"]?.string == "predictions", let model = json["model"]?.string,
      let settings = json["settings"]?.string, let labels = json["labels"]?.array,
      let number = json["part"]?.integer, let count = json["parts"]?.integer,
      let part = ShardPart(number: number, of: count)
    else { return nil }
    let names = labels.compactMap(\.string)
    guard names.count == labels.count else { return nil }
    self.init(model: model, settings: settings, labels: names, part: part)
  }
}
