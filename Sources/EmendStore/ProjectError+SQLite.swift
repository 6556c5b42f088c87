import EmendCore
import GRDB

extension ProjectError {
  /// What SQLite or the file system reported of `file`, with a remedy.
  ///
  /// The only place where their codes are read; errors of ours and of a caller's closure stay as
  /// they are.
  static func translated(_ error: any Error, file: String) -> any Error {
    guard let failure = error as? DatabaseError else { return error }
    let shown = ImagePath(file).display
    let cause = Cause(
      text: failure.message ?? "SQLite error \(failure.extendedResultCode.rawValue)")
    let (code, sentence): (Code, String) =
      switch failure.resultCode {
      // SHMSIZE: there is no room for the log's index, which the first to open a project makes.
      case _ where [.SQLITE_FULL, .SQLITE_IOERR_SHMSIZE].contains(failure.extendedResultCode):
        (.diskFull, "\(shown): the disk is full; free some space, nothing that was saved is lost")
      case .SQLITE_READONLY, .SQLITE_PERM:
        (.readOnly, "\(shown): the folder or the file is not writable; change its permissions")
      case .SQLITE_BUSY, .SQLITE_LOCKED:
        (.locked, "\(shown): another program holds the project; close it, then try again")
      case .SQLITE_CORRUPT:
        (.damaged, "\(shown): the file is damaged; keep it and restore a backup")
      case .SQLITE_NOTADB:
        (.notAProject(applicationID: 0), "\(shown): not an emend project; name another folder")
      case .SQLITE_CANTOPEN:
        (.unreachable, "\(shown): cannot be opened; look at the folder's permissions")
      case .SQLITE_IOERR:
        (.unreachable, "\(shown): the disk does not answer; see `dmesg`, then try again")
      case .SQLITE_CONSTRAINT:
        (.invalid, "\(shown): refused, because it does not fit the project")
      default:
        (.damaged, "\(shown): the project cannot be read; \(Remedy.verify)")
      }
    return ProjectError(code, sentence, cause: cause)
  }

  static func damaged(_ what: String) -> ProjectError {
    ProjectError(.damaged, "the project holds \(what); \(Remedy.verify)")
  }

  private enum Remedy {
    static let verify = "run `emend verify`"
  }

  /// SQLite's own words, without the statement and its values.
  private struct Cause: Error, CustomStringConvertible {
    var text: String
    var description: String { text }
  }
}
