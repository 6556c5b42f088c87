import EmendCore
import Foundation
import GRDB

extension Project {
  /// Makes a project in `folder`, which is made too where it is missing.
  ///
  /// `folder` is absolute or from the current folder; the first of `labels` becomes label 0.
  /// - Throws: ``ProjectError/Code/exists`` when there is one already.
  public static func create(at folder: String, labels: [String]) throws -> Project {
    let root = absolute(folder)
    let file = root + "/" + fileName
    do {
      try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    } catch {
      throw ProjectError(
        .readOnly, "\(ImagePath(root).display): the folder cannot be made; choose another")
    }
    let journal = Journal(of: root)
    do {
      let database = try DatabaseQueue(path: file, configuration: configuration(journal))
      let project = Project(
        folder: root, database: database, refusal: nil, journalNotice: journal.notice)
      guard try database.read(isEmpty) else {
        throw ProjectError(
          .exists, "\(ImagePath(file).display): there already; use it, or name another folder")
      }
      try database.writeWithoutTransaction { db in
        try journal.set(in: db)
        try Migration.bringUpToDate(db)
      }
      try project.addLabels(labels)
      return project
    } catch {
      throw ProjectError.translated(error, file: file)
    }
  }

  /// Opens the project in `folder` or in the nearest folder above it, and brings its schema up to
  /// date after a backup.
  ///
  /// A file of a newer emend, and one that cannot be written, opens for reading; then
  /// ``readOnlyNotice`` says why. An older file that cannot be written is brought up to date in a
  /// copy in memory, which is as large as the file.
  /// - Throws: ``ProjectError/Code/notFound``, or what is wrong with the file.
  public static func open(from folder: String) throws -> Project {
    let root = try nearest(to: absolute(folder))
    let file = root + "/" + fileName
    do {
      return try open(root: root, file: file, migrations: Migration.all)
    } catch {
      throw ProjectError.translated(error, file: file)
    }
  }

  static func open(root: String, file: String, migrations: [Migration]) throws -> Project {
    let journal = Journal(of: root)
    guard access(file, W_OK) == 0, access(root, W_OK) == 0 else {
      let notice = "\(ImagePath(root).display): the folder is not writable; change its permissions"
      return try readOnly(root: root, file: file, ProjectError(.readOnly, notice), migrations)
    }
    let database = try DatabaseQueue(path: file, configuration: configuration(journal))
    let version = try database.read { db in try checkedVersion(of: db, file: file) }
    let newest = migrations.last?.number ?? 0
    guard version <= newest else {
      try database.close()
      let notice =
        "\(ImagePath(file).display): made by a newer emend (schema \(version), this one knows "
        + "\(newest)), so it is open for reading only; update emend to change it"
      return try readOnly(
        root: root, file: file, ProjectError(.newerSchema(version), notice), migrations)
    }
    var updateNotice: String?
    try database.writeWithoutTransaction { db in
      try journal.set(in: db)
      guard version < newest else { return }
      let backup = freeName("\(file).schema-\(version)")
      try bringUpToDate(db, migrations, backup: backup)
      updateNotice =
        "\(ImagePath(file).display): brought up to date from schema \(version); the file as it was "
        + "is \(ImagePath(backup).display)"
    }
    return Project(
      folder: root, database: database, refusal: nil, journalNotice: journal.notice,
      updateNotice: updateNotice)
  }

  /// Migrates after a backup, which goes again when the migration fails: nothing was changed then.
  private static func bringUpToDate(
    _ db: Database, _ migrations: [Migration], backup: String
  ) throws {
    do {
      try backUp(db, to: backup)
      try Migration.bringUpToDate(db, migrations)
    } catch {
      let isAnothers = (error as? ProjectError)?.code == .exists
      if !isAnothers { try? FileManager.default.removeItem(atPath: backup) }  // too many is no harm
      throw error
    }
  }

  /// A name for a backup that no file has: a project that was put back from one, and another
  /// program that opens the same project now, leave theirs.
  private static func freeName(_ stem: String) -> String {
    let first = stem + ".backup"
    guard access(first, F_OK) == 0 else { return first }
    return (2...).lazy.map { "\(stem)-\($0).backup" }.first { access($0, F_OK) != 0 } ?? first
  }

  private static func readOnly(
    root: String, file: String, _ refusal: ProjectError, _ migrations: [Migration]
  ) throws -> Project {
    var settings = configuration(Journal(of: root))
    settings.readonly = true
    var database = try connection(toReadOnly: file, settings)
    let version = try database.read { db in try checkedVersion(of: db, file: file) }
    if version < migrations.last?.number ?? 0 {
      let copy = try DatabaseQueue(configuration: configuration(Journal(of: root)))
      try database.backup(to: copy)
      try copy.writeWithoutTransaction { db in try Migration.bringUpToDate(db, migrations) }
      try database.close()
      database = copy
    }
    return Project(folder: root, database: database, refusal: refusal, journalNotice: nil)
  }

  private static func connection(
    toReadOnly file: String, _ settings: Configuration
  ) throws -> DatabaseQueue {
    do {
      let database = try DatabaseQueue(path: file, configuration: settings)
      _ = try database.read(Migration.version)
      return database
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN {
      // A write-ahead log needs two more files, which a read-only disk does not take. With
      // nothing in the log the file alone is the whole project, and nobody can change it.
      let log = try? FileManager.default.attributesOfItem(atPath: file + "-wal")  // there is none
      guard (log?[.size] as? NSNumber)?.intValue ?? 0 == 0 else { throw error }
      var allowed = CharacterSet.urlPathAllowed
      allowed.remove(charactersIn: "?#%")
      let escaped = file.addingPercentEncoding(withAllowedCharacters: allowed) ?? file
      return try DatabaseQueue(path: "file:\(escaped)?immutable=1", configuration: settings)
    }
  }

  /// The file's schema version, once it is sure that emend made it.
  private static func checkedVersion(of db: Database, file: String) throws -> Int {
    let id = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    guard id == Migration.applicationID else {
      throw ProjectError(
        .notAProject(applicationID: id),
        "\(ImagePath(file).display): not an emend project (application id \(id)); "
          + "name another folder")
    }
    return try Migration.version(of: db)
  }

  private static func isEmpty(_ db: Database) throws -> Bool {
    try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0
  }

  private static func configuration(_ journal: Journal) -> Configuration {
    var configuration = Configuration()
    // Transactions last milliseconds; ten seconds is a program that hangs.
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA synchronous = FULL")
      for function in sqlFunctions { db.add(function: function) }
    }
    return configuration
  }

  private static func absolute(_ folder: String) -> String {
    let path = folder.isEmpty ? "." : folder
    return URL(fileURLWithPath: path).standardizedFileURL.path
  }

  private static func nearest(to start: String) throws -> String {
    var folder = URL(fileURLWithPath: start)
    while true {
      if access(folder.path + "/" + fileName, F_OK) == 0 { return folder.path }
      guard folder.path != "/" else { break }
      folder.deleteLastPathComponent()
    }
    throw ProjectError(
      .notFound,
      "\(ImagePath(start).display): no project here or above; make one with `emend init`")
  }
}
