import EmendCore
import Foundation
import GRDB

extension Project {
  /// Writes a whole copy of the project file, made at one moment, while others go on working.
  ///
  /// When it returns, the copy is on disk. How far it is shows in the size of the file at `path`,
  /// which ends near ``byteCount``.
  /// - Parameter path: where to, absolute or from the current folder.
  /// - Throws: ``ProjectError/Code/exists`` when something is there already.
  public func backup(to path: String) throws {
    do {
      try database.writeWithoutTransaction { db in try Self.backUp(db, to: path) }
    } catch {
      throw ProjectError.translated(error, file: path)
    }
  }

  /// The size of the project's pages.
  public func byteCount() throws -> Int {
    try read { db in
      let pages = try Self.count(db, "PRAGMA page_count")
      return try pages * Self.count(db, "PRAGMA page_size")
    }
  }

  static func backUp(_ db: Database, to path: String) throws {
    guard access(path, F_OK) != 0 else {
      throw ProjectError(
        .exists, "\(ImagePath(path).display): there already; name another file")
    }
    try db.execute(sql: "VACUUM INTO ?", arguments: [path])
    try synchronize(path)
    try synchronize(URL(fileURLWithPath: path).deletingLastPathComponent().path)
  }
}

/// Puts a file, or a folder's list of names, on disk: `VACUUM INTO` leaves that to the caller.
private func synchronize(_ path: String) throws {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else {
    throw ProjectError(.unreachable, "\(ImagePath(path).display): cannot be opened")
  }
  defer { _ = close(descriptor) }
  guard fsync(descriptor) == 0 else {
    throw ProjectError(
      .unreachable, "\(ImagePath(path).display): cannot be written to the disk; try again")
  }
}
