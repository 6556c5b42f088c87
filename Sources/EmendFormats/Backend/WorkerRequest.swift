public import EmendCore

/// What emend asks a worker: one image, on one line.
public struct WorkerRequest: Hashable, Sendable {
  /// The number of the protocol that this emend speaks.
  public static let version = 1

  /// Given back with the answer.
  public var id: Int
  /// Absolute; text, because JSON holds nothing else.
  public var path: String
  /// Of the file, in hexadecimal digits.
  public var sha256: String
  /// Of the upright image.
  public var size: ImageSize
  /// EXIF's, `1...8`; what the file's pixels are turned by.
  public var orientation: Int
  public var labels: [String]

  public init(
    id: Int, path: String, sha256: String, size: ImageSize, orientation: Int, labels: [String]
  ) {
    (self.id, self.path, self.sha256) = (id, path, sha256)
    (self.size, self.orientation, self.labels) = (size, orientation, labels)
  }

  /// The line with its end.
  public var line: [UInt8] {
    let value = JSONValue.object([
      .init("id", .number(id)), .init("path", .string(path)), .init("sha256", .string(sha256)),
      .init("width", .number(size.width)), .init("height", .number(size.height)),
      .init("orientation", .number(orientation)),
      .init("labels", .array(labels.map(JSONValue.string))),
    ])
    return Array(value.text.utf8) + [10]
  }
}
