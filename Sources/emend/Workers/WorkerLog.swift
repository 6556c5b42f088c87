import EmendCore
import EmendStore
import Foundation
import Glibc

/// Where the copies of a worker write what they say besides answers.
final class WorkerLog: Sendable {
  /// From the project's folder.
  let path: String
  /// Open for adding; each write is one piece, whoever writes.
  let file: Int32
  private let absolute: String

  /// Makes `runs/NAME-20261121T221503Z-PID.log`; shards on many machines may run in one second, and
  /// not with one number of a process too.
  ///
  /// - Throws: ``CommandFailure`` when it cannot be written.
  init(_ name: String, in project: Project) throws {
    let time = Date().ISO8601Format().filter { $0 != "-" && $0 != ":" }
    path = "runs/\(name)-\(time)-\(getpid()).log"
    absolute = project.folder.text + "/" + path
    try? FileManager.default.createDirectory(
      atPath: project.folder.text + "/runs", withIntermediateDirectories: true)
    file = open(absolute, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard file >= 0 else {
      throw CommandFailure(
        "\(ImagePath(absolute).display): cannot be written; look at the permissions and the room "
          + "on the disk")
    }
  }

  deinit {
    close(file)
    // Nothing was said.
    if isEmpty { unlink(absolute) }
  }

  private var isEmpty: Bool {
    var facts = stat()
    return stat(absolute, &facts) == 0 && facts.st_size == 0
  }

  /// Adds a line of emend's own.
  func note(_ line: String) {
    let bytes = Array("emend: \(line)\n".utf8)
    // A full disk is told of where it matters: by the store.
    _ = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
  }

  /// The last line that says something, fit for a terminal; nil where there is none.
  var lastWords: String? {
    guard let handle = FileHandle(forReadingAtPath: absolute) else { return nil }
    defer { try? handle.close() }
    let end = (try? handle.seekToEnd()) ?? 0
    try? handle.seek(toOffset: end > 4096 ? end - 4096 : 0)
    let text = String(decoding: (try? handle.readToEnd()) ?? Data(), as: UTF8.self)
    let line = text.split(whereSeparator: \.isNewline).last { !$0.allSatisfy(\.isWhitespace) }
    return line.map { SafeText.display(String($0.prefix(200))) }
  }
}
