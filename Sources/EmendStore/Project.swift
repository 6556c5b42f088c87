public import EmendCore
import GRDB

/// One project: the folder with `project.sqlite`.
///
/// Every method is synchronous and throws ``ProjectError``; call them from one thread at a time.
/// Several programs on one host may open the same project.
public final class Project: Sendable {
  /// The project file's name in its folder.
  public static let fileName = "project.sqlite"

  /// The absolute path of the project folder.
  public let folder: ImagePath
  /// Why nothing can be written, in a sentence; nil when it can.
  public var readOnlyNotice: String? { refusal?.message }
  /// What is different because the folder is on a network file system; nil on a local one.
  public let journalNotice: String?
  /// From what the file was brought up to date, and where it is as it was; nil where nothing was.
  public let updateNotice: String?

  let database: DatabaseQueue
  let file: String
  /// What every attempt to write is answered with; nil when the project can be written.
  private let refusal: ProjectError?

  init(
    folder: String, database: DatabaseQueue, refusal: ProjectError?, journalNotice: String?,
    updateNotice: String? = nil
  ) {
    self.folder = ImagePath(folder)
    self.database = database
    self.refusal = refusal
    self.journalNotice = journalNotice
    self.updateNotice = updateNotice
    file = folder + "/" + Self.fileName
  }

  /// Runs `body` on one consistent state of the file.
  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do {
      return try database.read(body)
    } catch {
      throw ProjectError.translated(error, file: file)
    }
  }

  /// Runs `body` in one transaction that holds the write lock from its start.
  ///
  /// When it returns, what it wrote is on disk; when it throws, nothing was written.
  func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    if let refusal { throw refusal }
    do {
      return try database.writeWithoutTransaction { db in
        var result: Value?
        try db.inTransaction(.immediate) {
          result = try body(db)
          return .commit
        }
        guard let result else { throw ProjectError.damaged("no answer to a write") }
        return result
      }
    } catch {
      throw ProjectError.translated(error, file: file)
    }
  }

  /// Closes the file; nothing may be asked of the project afterwards.
  public func close() throws {
    do {
      try database.close()
    } catch {
      throw ProjectError.translated(error, file: file)
    }
  }
}
