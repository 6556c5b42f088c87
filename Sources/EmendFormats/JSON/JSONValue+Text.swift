extension JSONValue {
  /// Reads JSON text.
  ///
  /// - Parameters:
  ///   - text: one value.
  ///   - file: where it is from, for messages.
  /// - Throws: ``FormatError`` with line and column.
  public init(text: String, file: String = "JSON") throws(FormatError) {
    self = try JSONReader.value(in: Array(text.utf8), file: file)
  }

  /// The value as JSON on one line.
  public var text: String { description }
}
