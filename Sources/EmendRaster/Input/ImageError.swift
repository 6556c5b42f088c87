public import EmendCore

/// Why an image cannot be used: a code for the program and a sentence for the person.
public struct ImageError: Error, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// The file cannot be opened or read.
    case unreadable
    /// Neither JPEG nor PNG nor WebP.
    case unknownFormat
    /// Cut short, changed, or not what its header says.
    case damaged
    /// More pixels than the limit allows.
    case tooLarge
    /// The right format in a form that is not read here, such as an animation.
    case unsupported
    /// An image could not be written as PNG.
    case unwritable
  }

  public var code: Code
  /// What is wrong and what to do, without the file's name and without a full stop.
  public var message: String
  public var path: ImagePath?

  public init(_ code: Code, _ message: String, path: ImagePath? = nil) {
    self.code = code
    self.message = message
    self.path = path
  }

  /// The same error, with the file's name.
  public func at(_ path: ImagePath) -> ImageError { ImageError(code, message, path: path) }

  public var description: String { path.map { "\($0.display): \(message)" } ?? message }

  static func damaged(_ what: String) -> ImageError {
    ImageError(.damaged, "\(what); copy the file again from its source")
  }
}
