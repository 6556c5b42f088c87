import EmendCore
import EmendFormats
import EmendTerminal
import Foundation

/// Runs the configured trainer on a snapshot.
struct Trainer {
  let settings: TrainSettings
  let minutes: Double
  let snapshot: SnapshotFolder
  /// Where the trainer writes `model.onnx` and, if it goes on from one, `checkpoint.pt`.
  let out: String
  /// The checkpoint of the model that this one follows; nil where there is none.
  let parent: String?

  var modelFile: String { out + "/model.onnx" }
  var checkpointFile: String { out + "/checkpoint.pt" }
  var logFile: String { out + "/log.txt" }

  /// - Throws: ``CommandFailure`` when it fails or is stopped; the log says more.
  func run() throws {
    try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    guard FileManager.default.createFile(atPath: logFile, contents: nil),
      let log = FileHandle(forWritingAtPath: logFile)
    else {
      throw CommandFailure("\(logFile): cannot be written; look at the disk")
    }
    // Every line is written by now; what closing could say changes nothing.
    defer { try? log.close() }
    var progress = ProgressBar("training", total: 100, unit: "%")
    var shown = 0
    let child = ChildProcess(words: try words(), environment: environment)
    let status = try child.run(log: log) { line in
      guard let fraction = Self.progress(in: line) else { return }
      let done = Int(min(1, max(0, fraction)) * 100)
      if done > shown { progress.advance(by: done - shown) }
      shown = max(shown, done)
    }
    try check(status)
  }

  private func check(_ status: Int32) throws {
    if Interrupt.wasAsked { throw CommandFailure("training was stopped; the champion stays") }
    guard status == 0 else {
      throw CommandFailure(
        "the trainer failed (exit \(status)): \(lastWords()); its log is \(logFile); the champion "
          + "stays")
    }
    guard FileManager.default.fileExists(atPath: modelFile) else {
      throw CommandFailure("the trainer wrote no \(modelFile); its log is \(logFile)")
    }
  }

  private func words() throws -> [String] {
    switch settings.trainer {
    case .small:
      var words = try SmallTrainer.command()
      words += ["--snapshot", snapshot.path, "--out", out, "--minutes", "\(minutes)"]
      if let parent { words += ["--parent", parent] }
      return words
    case .command:
      guard !settings.command.isEmpty else {
        throw CommandFailure("emend.yaml names no command: set train: command")
      }
      return ["sh", "-c", filled(settings.command)]
    }
  }

  /// Puts paths into the command, quoted for the shell.
  private func filled(_ command: String) -> String {
    let values = ["{snapshot}": snapshot.path, "{out}": out, "{parent}": parent ?? ""]
    return values.reduce(command) { text, pair in
      text.replacingOccurrences(
        of: pair.key, with: "'" + pair.value.replacingOccurrences(of: "'", with: "'\\''") + "'")
    }
  }

  private var environment: [String: String] {
    [
      "EMEND_SNAPSHOT": snapshot.path, "EMEND_OUT": out, "EMEND_PARENT": parent ?? "",
      "PYTHONUNBUFFERED": "1",
    ]
  }

  /// What a line like `{"progress": 0.4, "loss": 1.2}` says; nil for every other line.
  private static func progress(in line: String) -> Double? {
    guard line.hasPrefix("{"), let value = try? JSONValue(text: line) else { return nil }
    return value["progress"]?.double
  }

  /// The last line of the log that says something, fit for a terminal.
  private func lastWords() -> String {
    let text = FileManager.default.contents(atPath: logFile).map {
      String(decoding: $0, as: UTF8.self)
    }
    let line = (text ?? "").split(separator: "\n").last { !$0.allSatisfy(\.isWhitespace) }
    return SafeText.display(String(line ?? "it said nothing"))
  }
}
