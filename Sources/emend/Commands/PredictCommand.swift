import ArgumentParser
import EmendCore
import EmendFormats
import EmendInference
import EmendStore

struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "Predict the images that the champion has not seen.",
    discussion: """
      Goes on where it was stopped; ctrl+c stops it cleanly. The queue is ranked again at the end.

      Many machines that see the project's folder can share the work: each predicts its part into a
      file below shards/, and `emend merge` takes the files in. --slurm writes a job for a cluster.

      Example: emend predict --provider cuda,cpu
      Example: emend predict --pipeline plates
      Example: emend predict --shard 2/4
      """)

  @OptionGroup var options: ProjectOptions
  @Option(help: "A model version's name or number; else the champion.")
  var model: String?
  @Option(help: "Run models one after the other: the name of a pipeline of emend.yaml.")
  var pipeline: String?
  @Option(help: .provider)
  var provider: String?
  @Option(
    help: "Look for small objects in overlapping squares of so many pixels too; else emend.yaml's.")
  var slice: Int?
  @Option(
    help: "Predict one of equal parts, as 2/4, into a file for `emend merge`.",
    transform: { text in
      guard let part = ShardPart(text) else {
        throw ValidationError("'\(text)' is no part; give one as 2/4")
      }
      return part
    })
  var shard: ShardPart?
  @Option(help: "Write a Slurm job of so many tasks that predict and merge; predict nothing.")
  var slurm: Int?
  @Flag(help: "Print the counts as JSON.")
  var json = false

  func validate() throws {
    if model != nil, pipeline != nil {
      throw ValidationError(
        "--model and --pipeline exclude each other; a pipeline names its models")
    }
    if let slice, slice < 32 { throw ValidationError("--slice must be 32 or more pixels") }
  }

  private var slices: SliceGrid? { slice.map { SliceGrid(side: $0) } }

  func run() throws {
    let opened = try options.open()
    let version = try version(in: opened)
    if let slurm { return try SlurmJob(tasks: slurm, command: self).write(in: opened) }
    Interrupt.watch()
    if let shard { return try predict(shard, version, in: opened) }
    let outcome = try PredictionRun(
      opened: opened, model: version, choice: ProviderChoice(provider, in: opened), slices: slices
    ).run()
    for failure in outcome.failures { Console.note(failure) }
    if json {
      Console.print(json: outcome.json(version))
    } else {
      report(outcome, version)
    }
    if outcome.isInterrupted { throw ExitCode(1) }
    if outcome.predicted == 0, !outcome.failures.isEmpty { throw ExitCode(1) }
  }

  private func version(in opened: OpenProject) throws -> ModelVersion {
    guard let pipeline else { return try opened.project.find(model) }
    return try PipelineVersion.find(pipeline, in: opened)
  }

  private func predict(
    _ part: ShardPart, _ version: ModelVersion, in opened: OpenProject
  ) throws {
    let outcome = try ShardRun(
      opened: opened, model: version, choice: ProviderChoice(provider, in: opened), part: part,
      slices: slices
    ).run()
    for failure in outcome.failures { Console.note(failure) }
    if json {
      Console.print(json: outcome.json)
    } else {
      Console.print(outcome.text)
    }
    if !outcome.isFinished { throw ExitCode(1) }
  }

  private func report(_ outcome: PredictionRun.Outcome, _ version: ModelVersion) {
    var text =
      "\(Words.count(outcome.predicted, "image")) predicted by \(version.name), "
      + Words.count(outcome.objects, "object")
    if outcome.predicted > 0, outcome.seconds > 0 {
      let rate = (Double(outcome.predicted) / outcome.seconds * 10).rounded() / 10
      text += ", \(rate) images/s"
    }
    if !outcome.failures.isEmpty { text += ", \(outcome.failures.count) failed (listed above)" }
    if outcome.isInterrupted { text += "; stopped, the next `emend predict` goes on" }
    Console.print(text)
    if pipeline != nil, version.role != .champion, outcome.predicted > 0 {
      Console.note(
        "the queue shows the champion's predictions; `emend model promote \(version.name)` makes "
          + "this pipeline it")
    }
  }
}

extension PredictionRun.Outcome {
  fileprivate func json(_ version: ModelVersion) -> JSONValue {
    .object([
      .init("model", .string(version.name)), .init("predicted", .number(predicted)),
      .init("objects", .number(objects)), .init("seconds", .number(seconds)),
      .init("interrupted", .bool(isInterrupted)),
      .init("failures", .array(failures.map(JSONValue.string))),
    ])
  }
}

extension ShardRun.Outcome {
  fileprivate var text: String {
    let file = ImagePath(path).display
    guard isFinished else {
      return "\(file): \(Words.count(known + predicted, "image")) so far; the same command goes on"
    }
    var text =
      "\(file): \(Words.count(predicted, "image")) predicted, \(Words.count(objects, "object"))"
    if known > 0 { text += ", \(Words.grouped(known)) images by an earlier run" }
    if !failures.isEmpty { text += ", \(failures.count) failed (listed above)" }
    return text
  }

  fileprivate var json: JSONValue {
    .object([
      .init("file", .string(path)), .init("predicted", .number(predicted)),
      .init("objects", .number(objects)), .init("known", .number(known)),
      .init("finished", .bool(isFinished)),
      .init("failures", .array(failures.map(JSONValue.string))),
    ])
  }
}
