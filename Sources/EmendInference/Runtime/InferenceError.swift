/// What went wrong between an image and its predictions.
public struct InferenceError: Error, CustomStringConvertible, Sendable {
  /// What a program branches on.
  public enum Code: String, CaseIterable, Sendable {
    /// No ONNX Runtime library was found.
    case runtimeMissing
    /// A library was found and cannot be used.
    case runtimeUnusable
    /// The library does not offer the provider, or the provider cannot start on this machine.
    case providerUnavailable
    /// The model file is missing, cut short or not ONNX.
    case modelUnreadable
    /// The model can be read, but it is not of a kind that emend reviews.
    case modelUnsupported
    /// The model ran and failed, or answered something it had not declared.
    case runFailed
    /// A run was cancelled.
    case cancelled
  }

  public var code: Code
  /// A sentence that names the file and the remedy, without control characters.
  public var message: String
  public var cause: (any Error & Sendable)?

  public init(_ code: Code, _ message: String, cause: (any Error & Sendable)? = nil) {
    self.code = code
    self.message = message.printable.shortened
    self.cause = cause
  }

  public var description: String {
    cause.map { "\(message) (\("\($0)".printable.shortened))" } ?? message
  }
}

extension String {
  /// The text's beginning and end: what a file says of itself can be megabytes, and a sentence
  /// that quotes it begins with the file's name and ends with the remedy.
  fileprivate var shortened: String {
    guard count > 2000 else { return self }
    return "\(prefix(1200)) … \(suffix(600))"
  }

  /// The text without what could move a terminal's cursor or turn its text round.
  ///
  /// Names and messages from a model file or a library go through this before they are shown.
  var printable: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { scalar in
          switch scalar.value {
          case 0..<0x20, 0x7f...0x9f, 0x202a...0x202e, 0x2066...0x2069: "\u{fffd}"
          default: scalar
          }
        }))
  }
}
