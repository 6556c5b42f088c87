import Foundation
import GRDB

/// How SQLite makes a commit safe on the file system of a folder.
enum Journal: Equatable {
  case writeAhead
  /// The write-ahead log needs memory that is shared on one host, which these do not give.
  case rollback(fileSystem: String)

  /// Looks up the file system that an absolute path is on.
  init(of folder: String) {
    // Without /proc the file system is taken for a local one, as nearly all are.
    let mounts = (try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)) ?? ""
    self.init(
      folder: URL(fileURLWithPath: folder).resolvingSymlinksInPath().path, mounts: mounts)
  }

  /// Reads `mounts`, which are lines as proc(5) describes them under `/proc/[pid]/mountinfo`.
  ///
  /// They are read instead of statfs(2), which names every FUSE file system alike.
  init(folder: String, mounts: String) {
    var (longest, type) = (-1, "")
    for line in mounts.split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count > 4, let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count
      else { continue }
      let point = fields[4].replacingOccurrences(of: "\\040", with: " ")
      let prefix = point == "/" ? "/" : point + "/"
      // Of two mounts at one place the later one is seen.
      guard (folder + "/").hasPrefix(prefix), prefix.utf8.count >= longest else { continue }
      (longest, type) = (prefix.utf8.count, String(fields[dash + 1]))
    }
    self = Self.isNetwork(type) ? .rollback(fileSystem: type) : .writeAhead
  }

  private static func isNetwork(_ type: String) -> Bool {
    let names: Set = [
      "nfs", "nfs4", "lustre", "cifs", "smb3", "smbfs", "9p", "ceph", "afs", "gpfs", "ocfs2",
      "beegfs", "gfs2", "coda", "glusterfs", "pvfs2", "wekafs", "virtiofs", "vboxsf",
    ]
    return names.contains(type) || type == "fuse" || type.hasPrefix("fuse.")
  }

  func set(in db: Database) throws {
    let mode = self == .writeAhead ? "wal" : "delete"
    guard try String.fetchOne(db, sql: "PRAGMA journal_mode") != mode else { return }
    try db.execute(sql: "PRAGMA journal_mode = \(mode)")
  }

  var notice: String? {
    guard case .rollback(let fileSystem) = self else { return nil }
    return "the project is on \(fileSystem), a network file system: saving is slower there, "
      + "and all reviewers must work on one host"
  }
}
