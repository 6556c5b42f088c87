import EmendCore
import Foundation
import Testing

@testable import EmendStore

@Suite struct OpeningTests {
  private func code(_ body: () throws -> Void) -> ProjectError.Code? {
    let error = #expect(throws: ProjectError.self) { try body() }
    return error?.code
  }

  @Test func aProjectIsNotMadeTwice() throws {
    let folder = try Folder()
    try Project.create(at: folder.path, labels: ["a"]).close()
    #expect(code { _ = try Project.create(at: folder.path, labels: ["b"]) } == .exists)
    #expect(try Project.open(from: folder.path).labels().map(\.name) == ["a"])
  }

  @Test func aMissingProjectSaysHowToMakeOne() throws {
    let folder = try Folder()
    let error = #expect(throws: ProjectError.self) { try Project.open(from: folder.path) }
    #expect(error?.code == .notFound)
    #expect(error?.description.contains("emend init") == true)
  }

  @Test func theFileTellsWhatItIs() throws {
    let folder = try Folder()
    try Project.create(at: folder.path, labels: ["a"]).close()
    let sql = "PRAGMA application_id; PRAGMA user_version; PRAGMA journal_mode;"
    #expect(try run("sqlite3", folder.file, input: sql).output == "1701670500\n2\nwal\n")
  }

  @Test func anotherProgramsFileIsLeftAlone() throws {
    let folder = try Folder()
    try sqlite(folder.file, "PRAGMA application_id = 252006674; CREATE TABLE t (x);")
    let before = try Data(contentsOf: URL(fileURLWithPath: folder.file))
    #expect(
      code { _ = try Project.open(from: folder.path) } == .notAProject(applicationID: 252_006_674))
    #expect(code { _ = try Project.create(at: folder.path, labels: ["a"]) } == .exists)
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file)) == before)
  }

  @Test func whatIsNotADatabaseIsSaidToBeNone() throws {
    let folder = try Folder()
    let text = Data(String(repeating: "not a database at all\n", count: 100).utf8)
    try text.write(to: URL(fileURLWithPath: folder.file))
    #expect(code { _ = try Project.open(from: folder.path) } == .notAProject(applicationID: 0))
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file)) == text)
  }

  @Test func aDamagedFileIsNamedAndKept() throws {
    let folder = try Folder()
    try Project.sample(at: folder.path, images: 200).close()
    let handle = try #require(FileHandle(forUpdatingAtPath: folder.file))
    try handle.seek(toOffset: 4096 * 3)
    try handle.write(contentsOf: Data(repeating: 0xff, count: 4096 * 30))
    try handle.close()
    let found = code {
      let project = try Project.open(from: folder.path)
      _ = try project.images()
      _ = try project.queuePage()
      _ = try project.status()
    }
    #expect(found == .damaged)
  }

  @Test func aNewerProjectOpensForReadingAndSaysSo() throws {
    let folder = try Folder()
    try Project.sample(at: folder.path).close()
    try sqlite(folder.file, "PRAGMA user_version = 99;")
    let project = try Project.open(from: folder.path)
    #expect(project.readOnlyNotice?.contains("newer emend") == true)
    #expect(try project.images().count == 3)
    #expect(code { try project.addLabels(["c"]) } == .newerSchema(99))
  }

  @Test func aProjectKeptFromSchema1OpensWhole() throws {
    let folder = try Folder()
    try sqlite(folder.file, keptSchema1)
    let project = try Project.open(from: folder.path)
    #expect(try project.verify() == [])
    var script = Script(seed: 9)
    let image = try script.open(ImageID(1), in: project)
    #expect(image.objects.map(\.state.status) == [.accepted, .rejected, .open, .accepted])
    #expect(image.objects.last?.state.shape == TruthTests.shapes[2])
    #expect(try script.redo(in: project) != nil)
    #expect(try project.image(image.id).state.progress == .reviewed)
    #expect(try project.snapshots().count == 1)
    #expect(try project.bookmark(of: "anna")?.image == image.id)
  }

  @Test func anOlderProjectIsBackedUpAndMigrated() throws {
    let folder = try Folder()
    try Project.sample(at: folder.path).close()
    let third = Migration(number: 3, sql: "ALTER TABLE label ADD COLUMN colour TEXT")
    let project = try Project.open(
      root: folder.path, file: folder.file, migrations: Migration.all + [third])
    #expect(try project.verify() == [])
    try project.close()
    let sql = "PRAGMA user_version; SELECT count(*) FROM image;"
    #expect(try run("sqlite3", folder.file, input: sql).output == "3\n3\n")
    let backup = folder.file + ".schema-2.backup"
    #expect(try run("sqlite3", backup, input: sql).output == "2\n3\n")
  }

  @Test func aMigrationThatFailsChangesNothing() throws {
    let folder = try Folder()
    try Project.sample(at: folder.path).close()
    let broken = Migration(
      number: 3, sql: "ALTER TABLE label ADD COLUMN colour TEXT; ALTER TABLE nothing ADD x TEXT")
    #expect(throws: (any Error).self) {
      try Project.open(root: folder.path, file: folder.file, migrations: Migration.all + [broken])
    }
    let project = try Project.open(from: folder.path)
    #expect(project.readOnlyNotice == nil)
    #expect(try project.verify() == [])
    #expect(!FileManager.default.fileExists(atPath: folder.file + ".schema-2.backup"))
  }

  @Test func aBackupIsAWholeProjectAndReplacesNothing() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    let other = try Folder()
    try project.backup(to: other.file)
    #expect(try Project.open(from: other.path).images().map(\.id) == project.images().map(\.id))
    #expect(code { try project.backup(to: other.file) } == .exists)
  }

  @Test(arguments: [
    ("ext4", Journal.writeAhead), ("nfs4", .rollback(fileSystem: "nfs4")),
    ("fuse.sshfs", .rollback(fileSystem: "fuse.sshfs")), ("fuseblk", .writeAhead),
  ])
  func theJournalFollowsTheFileSystem(type: String, journal: Journal) {
    let mounts = """
      22 1 254:1 / / rw,relatime - ext4 /dev/root rw
      30 22 0:30 / /data\\040store rw shared:7 - \(type) server:/export rw
      31 22 0:31 / /data rw - lustre server:/x rw
      """
    #expect(Journal(folder: "/data store/plates", mounts: mounts) == journal)
    #expect(Journal(folder: "/database", mounts: mounts) == .writeAhead)
  }

  @Test(.enabled(if: SmallDisk.isAllowed))
  func aFullDiskLosesNothingThatWasSaved() throws {
    let disk = try SmallDisk(kilobytes: 1500)
    let project = try Project.sample(at: disk.path)
    var script = Script()
    var saved = 0
    let text = String(repeating: "x", count: 20_000)
    let failed = code {
      while saved < 1000 {
        let image = try script.open(ImageID(1), in: project)
        var after = image.state
        after.comment = text + "\(saved)"
        let change = Decision.Change.image(before: image.state, after: after)
        let decision = Decision(
          id: script.id(), kind: .comment, image: image.id, change: change,
          revision: image.revision, at: script.now, milliseconds: 1, keys: 1)
        try script.record([decision], in: project)
        saved += 1
      }
    }
    #expect(failed == .diskFull)
    #expect(saved > 0)
    #expect(try project.image(ImageID(1)).revision == saved)
    #expect(try project.verify() == [])
    // There is no room for a lease either: the image opens all the same.
    let image = try project.open(ImageID(1), reviewer: "ann", session: "s", now: script.now)
    #expect(image.revision == saved)
    let next = try project.openNext(reviewer: "ann", session: "s", now: script.now)
    #expect(next != nil)
  }

  @Test(.enabled(if: SmallDisk.isAllowed))
  func aReadOnlyFolderOpensForReadingAndSaysSo() throws {
    let disk = try SmallDisk(kilobytes: 2000)
    try Project.sample(at: disk.path).close()
    try disk.makeReadOnly()
    let project = try Project.open(from: disk.path)
    #expect(project.readOnlyNotice?.contains("not writable") == true)
    #expect(try project.status().images.all == 3)
    let now = Timestamp(milliseconds: 1_000)
    #expect(try project.openNext(reviewer: "ann", session: "s", now: now) != nil)
    #expect(code { try project.addLabels(["c"]) } == .readOnly)
    #expect(code { _ = try Project.create(at: disk.path + "/new", labels: []) } == .readOnly)
  }
}
