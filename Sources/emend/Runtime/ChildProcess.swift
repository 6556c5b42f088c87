import EmendCore
import Foundation
import Glibc

/// A program that runs as a child, with its standard output read line by line.
struct ChildProcess {
  /// The first is looked for on the PATH.
  var words: [String]
  var folder: String?
  var environment: [String: String] = [:]

  /// Runs the program to its end.
  ///
  /// The child has a process group of its own, so a ctrl+c that ``Interrupt`` noted is passed on
  /// to it: once as SIGINT, and a child that still runs ten seconds later is ended.
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
    try read(output.fileHandleForReading, of: process, log, onLine)
    process.waitUntilExit()
    let status = process.terminationStatus
    return process.terminationReason == .uncaughtSignal ? 128 + status : status
  }

  private func read(
    _ handle: FileHandle, of process: Process, _ log: FileHandle?, _ onLine: (String) -> Void
  ) throws {
    var rest: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    var patience = Patience()
    while true {
      var source = pollfd(fd: handle.fileDescriptor, events: Int16(POLLIN), revents: 0)
      let isReady = poll(&source, 1, 200) > 0
      patience.passOn(to: process)
      guard isReady else { continue }
      let count = Glibc.read(handle.fileDescriptor, &part, part.count)
      guard count > 0 else { break }
      try log?.write(contentsOf: part[..<count])
      rest += part[..<count]
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        onLine(String(decoding: rest[..<end], as: UTF8.self))
        rest.removeFirst(end + 1)
      }
    }
    if !rest.isEmpty { onLine(String(decoding: rest, as: UTF8.self)) }
  }

  /// What is left of the wait after an interrupt.
  private struct Patience {
    private var asked: ContinuousClock.Instant?

    mutating func passOn(to process: Process) {
      guard Interrupt.wasAsked else { return }
      guard let asked else {
        asked = .now
        process.interrupt()
        return
      }
      if .now - asked > .seconds(10) { process.terminate() }
    }
  }
}
