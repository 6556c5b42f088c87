/// Why a model's tokenizer cannot be used.
public struct TokenizerError: Error, CustomStringConvertible, Equatable, Sendable {
  /// What a program branches on.
  public enum Code: String, CaseIterable, Sendable {
    /// The file is missing or cannot be read.
    case unreadable
    /// The file is not what its name says.
    case damaged
    /// The file declares something that emend does not do.
    case unsupported
  }

  public var code: Code
  /// A sentence that names the file and the remedy, without control characters.
  public var message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message.printable
  }

  public var description: String { message }
}
