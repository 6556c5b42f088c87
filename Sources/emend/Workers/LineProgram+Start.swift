import Foundation
import Glibc
import Synchronization

extension LineProgram {
  /// Pipes are open in a child that another thread starts before they are marked.
  private static let starting = Mutex(())

  /// Starts a program.
  ///
  /// The corresponding C function is `posix_spawn`. Foundation's `Process` starts a child with the
  /// signals blocked that the starting thread blocks, and a worker's thread blocks all.
  /// - Parameters:
  ///   - words: the first is looked for on the PATH.
  ///   - folder: where it runs.
  ///   - environment: variables besides emend's own.
  ///   - errors: an open file that gets its standard error.
  /// - Returns: the running program; one that is not there ends with status 127.
  /// - Throws: ``CommandFailure`` when the system cannot start another.
  static func start(
    _ words: [String], folder: String, environment: [String: String], errors: Int32
  ) throws -> LineProgram {
    let all = Environment.all.merging(environment) { _, new in new }.map { "\($0)=\($1)" }
    return try starting.withLock { _ in
      let (theirInput, input) = try pipe()
      let (output, theirOutput) = try pipe()
      defer { for end in [theirInput, theirOutput] { close(end) } }
      var process = pid_t()
      let status = withSpawnSettings(files: [theirInput, theirOutput, errors]) {
        files, attributes in
        withCStrings(["env", "-C", folder] + words) { arguments in
          withCStrings(all) { variables in
            posix_spawn(&process, "/usr/bin/env", files, attributes, arguments, variables)
          }
        }
      }
      guard status == 0 else {
        for end in [input, output] { close(end) }
        throw CommandFailure("\(words[0]): cannot be started: \(String(cString: strerror(status)))")
      }
      return LineProgram(process: process, input: input, output: output)
    }
  }

  /// Both ends are closed in programs that are started.
  private static func pipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    guard Glibc.pipe(&ends) == 0 else {
      throw CommandFailure("no pipe to a program could be opened; too many files are open")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  /// Files become standard input, output and error; a group of its own, and every signal as usual.
  private static func withSpawnSettings<Value>(
    files: [Int32],
    _ body: (UnsafePointer<posix_spawn_file_actions_t>, UnsafePointer<posix_spawnattr_t>) -> Value
  ) -> Value {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (place, file) in files.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, file, Int32(place))
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    posix_spawnattr_setflags(&attributes, Int16(flags))
    return body(&actions, &attributes)
  }

  private static func withCStrings<Value>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
  ) -> Value {
    let copies = texts.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
  }
}
