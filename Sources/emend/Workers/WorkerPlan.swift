import EmendCore
import EmendFormats
import EmendStore

/// How the copies of a worker are run.
struct WorkerPlan: Sendable {
  /// The model version's.
  let name: String
  let program: WorkerProgram
  /// Absolute.
  let folder: String
  /// Seconds for one image.
  let timeout: Double
  let log: WorkerLog

  /// What to call its standard output in sentences.
  var output: String { "\(name)'s output" }

  /// `; its log is runs/florence-….log`.
  var logClause: String { "; its log is \(log.path)" }

  /// Besides emend's own.
  var environment: [String: String] {
    [
      "EMEND_WORKER": "\(WorkerRequest.version)", "EMEND_OPTIONS": program.options.text,
      // Python keeps back what it writes to a pipe, and a first try has no flush in it.
      "PYTHONUNBUFFERED": "1",
    ]
  }
}
