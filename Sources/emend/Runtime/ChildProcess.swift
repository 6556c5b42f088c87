import EmendCore
import Foundation

/// A program that runs as a child, with its standard output read line by line.
struct ChildProcess {
  /// The first is looked for on the PATH.
  var words: [String]
  var folder: String?
  var environment: [String: String] = [:]

  /// Runs the program to its end.
  ///
  /// A ctrl+c at the terminal reaches the child too, because it is in the same process group.
  ///
  /// - Parameters:
  ///   - log: gets standard error, and every line of standard output.
  ///   - onLine: each line of standard output, without its end.
  /// - Returns: the exit status; 128 and the signal's number when a signal ended it.
  /// - Throws: ``CommandFailure`` when it cannot be started.
  func run(log: FileHandle? = nil, onLine: (String) -> Void = { _ in }) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.environment = Environment.all.merging(environment) { _, new in new }
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    let output = Pipe()
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    if let log { process.standardError = log }
    do {
      try process.run()
    } catch {
      throw CommandFailure("\(words.first ?? ""): cannot be started; is it installed?")
    }
    try read(output.fileHandleForReading, log, onLine)
    process.waitUntilExit()
    let status = process.terminationStatus
    return process.terminationReason == .uncaughtSignal ? 128 + status : status
  }

  private func read(
    _ handle: FileHandle, _ log: FileHandle?, _ onLine: (String) -> Void
  ) throws {
    var rest = Data()
    while true {
      let part = handle.availableData
      guard !part.isEmpty else { break }
      try log?.write(contentsOf: part)
      rest += part
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        onLine(String(decoding: rest[rest.startIndex..<end], as: UTF8.self))
        rest = Data(rest[rest.index(after: end)...])
      }
    }
    if !rest.isEmpty { onLine(String(decoding: rest, as: UTF8.self)) }
  }
}
