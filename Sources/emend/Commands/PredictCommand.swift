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

      Example: emend predict --provider cuda
      """)

  @OptionGroup var options: ProjectOptions
  @Option(help: "A model version's name or number; else the champion.")
  var model: String?
  @Option(help: "cpu, cuda, tensorrt or another provider of ONNX Runtime; else emend.yaml's.")
  var provider: String?
  @Flag(help: "Print the counts as JSON.")
  var json = false

  func run() throws {
    let opened = try options.open()
    let version = try opened.project.find(model)
    Interrupt.watch()
    let outcome = try PredictionRun(
      opened: opened, model: version, choice: ProviderChoice(provider, in: opened)
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
