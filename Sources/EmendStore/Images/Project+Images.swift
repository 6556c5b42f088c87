public import EmendCore
import Foundation
import GRDB

/// What became of the files that were to be added.
public struct AddSummary: Equatable, Sendable {
  public var added = 0
  /// The same bytes are in the project already.
  public var known = 0
  /// The same bytes were in the project at a path that is gone.
  public var moved = 0
  /// Other bytes at a known path: the old image is kept as *changed*, the new one added.
  public var changed: [ImagePath] = []

  public init() {}
}

extension Project {
  /// Adds images, 500 to a transaction, so that what was added before a stop stays.
  ///
  /// New images join the queue's end until it is ranked again.
  public func add(_ files: [NewImage]) throws -> AddSummary {
    var summary = AddSummary()
    let now = Timestamp.now.text
    for start in stride(from: 0, to: files.count, by: 500) {
      let part = files[start..<min(start + 500, files.count)]
      summary = try write { db in
        var counted = summary
        for file in part { try add(file, at: now, to: &counted, in: db) }
        return counted
      }
    }
    return summary
  }

  func add(
    _ file: NewImage, at now: String, to summary: inout AddSummary, in db: Database
  ) throws {
    let path = stored(file.path)
    let known = try Row.fetchOne(
      db, sql: "SELECT id, path, state FROM image WHERE sha256 = ?", arguments: [file.sha256])
    if let known, known["path"] != path, known["state"] == "present",
      exists(ImagePath(encoded: known["path"]))
    {
      summary.known += 1
      return
    }
    let replaced = try retireOther(than: file.sha256, at: path, in: db)
    if replaced { summary.changed.append(ImagePath(encoded: path)) }
    if let known {
      if known["path"] == path { summary.known += 1 } else { summary.moved += 1 }
      try db.execute(
        sql: """
          UPDATE image SET path = ?, state = 'present', byte_count = ?, modified_ns = ?
          WHERE id = ?
          """, arguments: [path, file.byteCount, file.modified, known["id"] as Int64])
    } else {
      if !replaced { summary.added += 1 }
      try insert(file, at: path, now: now, in: db)
    }
  }

  /// Marks the image at `path` as changed when it has other bytes; answers whether there was one.
  private func retireOther(than sha256: String, at path: String, in db: Database) throws -> Bool {
    try db.execute(
      sql: """
        UPDATE image SET state = 'changed'
        WHERE path = ? AND sha256 <> ? AND state <> 'changed'
        """, arguments: [path, sha256])
    return db.changesCount > 0
  }

  private func insert(_ file: NewImage, at path: String, now: String, in db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO image (sha256, path, byte_count, modified_ns, format, raw_width, raw_height,
          orientation, width, height, split, added_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)
        """,
      arguments: [
        file.sha256, path, file.byteCount, file.modified, file.format, file.rawSize.width,
        file.rawSize.height, file.orientation, file.size.width, file.size.height,
        file.split.rawValue, now,
      ])
  }

  /// Whether the project knows the file at `path` with this size and time, so that its bytes need
  /// not be read.
  public func knows(_ path: ImagePath, byteCount: Int64, modified: Int64) throws -> Bool {
    try read { db in
      try Bool.fetchOne(
        db,
        sql: """
          SELECT 1 FROM image
          WHERE path = ? AND state = 'present' AND byte_count = ? AND modified_ns = ?
          """, arguments: [stored(path), byteCount, modified]) ?? false
    }
  }

  /// The images by id: those above `after`, or from the first; at most `limit`, or all.
  public func images(after: ImageID? = nil, limit: Int? = nil) throws -> [StoredImage] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM image WHERE id > ? ORDER BY id LIMIT ?",
        arguments: [after?.rawValue ?? 0, limit ?? -1]
      ).map(StoredImage.init)
    }
  }

  public func image(_ id: ImageID) throws -> StoredImage {
    try read { db in
      let row = try Row.fetchOne(
        db, sql: "SELECT * FROM image WHERE id = ?", arguments: [id.rawValue])
      guard let row else { throw ProjectError(.invalid, "there is no image \(id.rawValue)") }
      return try StoredImage(row)
    }
  }

  /// Looks for every image's file, and marks those that are gone as missing, those that are back
  /// as present.
  ///
  /// - Returns: How many are missing now.
  public func markMissing() throws -> Int {
    let images = try images()
    let gone = Set(images.filter { $0.presence != .changed && !exists($0.path) }.map(\.id))
    try write { db in
      for image in images where image.presence != .changed {
        let presence = gone.contains(image.id) ? "missing" : "present"
        guard presence != image.presence.rawValue else { continue }
        try db.execute(
          sql: "UPDATE image SET state = ? WHERE id = ?", arguments: [presence, image.id.rawValue])
      }
    }
    return gone.count
  }

  /// Where a stored image's file is.
  public func absolutePath(of path: ImagePath) -> ImagePath {
    if path.bytes.first == UInt8(ascii: "/") { return path }
    return ImagePath(bytes: folder.bytes + [UInt8(ascii: "/")] + path.bytes)
  }

  /// The text that stands for `path`: from the project folder where it is inside.
  func stored(_ path: ImagePath) -> String {
    let prefix = folder.bytes + [UInt8(ascii: "/")]
    guard path.bytes.starts(with: prefix) else { return path.encoded }
    return ImagePath(bytes: Array(path.bytes.dropFirst(prefix.count))).encoded
  }

  private func exists(_ path: ImagePath) -> Bool {
    let bytes = absolutePath(of: path).bytes.map(CChar.init(bitPattern:)) + [0]
    return access(bytes, F_OK) == 0
  }
}
