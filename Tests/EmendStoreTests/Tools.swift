import EmendStore
import Foundation

/// Runs another program and gives what it printed.
@discardableResult
func run(_ words: String..., input: String = "") throws -> (status: Int32, output: String) {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = words
  let (source, output) = (Pipe(), Pipe())
  process.standardInput = source
  process.standardOutput = output
  process.standardError = output
  try process.run()
  try source.fileHandleForWriting.write(contentsOf: Data(input.utf8))
  try source.fileHandleForWriting.close()
  let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
  process.waitUntilExit()
  return (process.terminationStatus, text)
}

/// Changes a project behind emend's back.
func sqlite(_ file: String, _ sql: String) throws {
  let (status, output) = try run("sqlite3", "-bail", file, input: sql)
  guard status == 0 else { throw ProjectError(.invalid, output) }
}

/// A small file system of its own, which only root may make.
final class SmallDisk {
  let path: String

  init(kilobytes: Int) throws {
    path = FileManager.default.temporaryDirectory.path + "/emend-disk-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try run("mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", path)
  }

  deinit { _ = try? run("umount", "--lazy", path) }  // what is left goes with the machine

  func makeReadOnly() throws { try run("mount", "-o", "remount,ro", path) }

  static let isAllowed: Bool = {
    guard let disk = try? SmallDisk(kilobytes: 64) else { return false }  // no: the test is skipped
    return (try? run("mountpoint", disk.path).status) == 0  // as above
  }()
}
