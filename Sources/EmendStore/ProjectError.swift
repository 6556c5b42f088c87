public import EmendCore

/// Why the project file could not do what was asked.
public struct ProjectError: Error, CustomStringConvertible {
  /// What a program branches on.
  public enum Code: Hashable, Sendable {
    case notFound
    case exists
    case notAProject(applicationID: Int)
    case newerSchema(Int)
    case readOnly
    case diskFull
    case locked
    case damaged
    case unreachable
    /// Somebody decided since the reviewer saw the object or image.
    case conflict(image: ImageID, by: String)
    /// What was asked for does not fit what is stored.
    case invalid
  }

  public var code: Code
  /// A sentence with the remedy, fit to print as it is.
  public var message: String
  public var cause: (any Error)?

  public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  public var description: String { cause.map { "\(message) (\($0))" } ?? message }
}
