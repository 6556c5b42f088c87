import ArgumentParser
import EmendCore
import EmendFormats
import EmendInference
import EmendLearning
import EmendStore

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train a challenger on what was reviewed, and measure it.",
    discussion: """
      Freezes a snapshot of the truth, runs the trainer of emend.yaml on it, registers what it \
      made as a challenger, and measures challenger and champion on the held-out images. \
      --promote better makes it the champion when the whole interval is above zero. A failure or \
      ctrl+c leaves the champion in place.

      Example: emend train --minutes 1 --promote better
      """)

  @OptionGroup var options: ProjectOptions
  @Option(help: "How long the built-in trainer may take; else emend.yaml's.")
  var minutes: Double?
  @Option(help: "When to promote: better, never or always; else emend.yaml's.")
  var promote: TrainSettings.Promotion?
  @Option(help: .provider)
  var provider: String?
  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    if let minutes, minutes <= 0 {
      throw ValidationError("--minutes must be above 0, got \(minutes)")
    }
  }

  func run() throws {
    let opened = try options.open()
    Interrupt.watch()
    let outcome = try TrainingRun(
      opened: opened,
      choice: ProviderChoice(provider, in: opened),
      minutes: minutes ?? opened.settings.train.minutes,
      promotion: promote ?? opened.settings.train.promotion
    ).run()
    if json { Console.print(json: outcome.json) } else { report(outcome) }
  }

  private func report(_ outcome: TrainingRun.Outcome) {
    let parts = outcome.parts
    Console.print(
      "snapshot \(outcome.snapshot.id): \(Words.count(parts.count(.train), "image")) to learn "
        + "from, \(parts.count(parts.heldOut)) held out")
    Console.print(
      "\(outcome.challenger.name): mAP50 \(FixedPoint.text(outcome.measures.map50, decimals: 3)), "
        + "mAP50-95 \(FixedPoint.text(outcome.measures.map50to95, decimals: 3))")
    if let comparison = outcome.comparison {
      Console.print("mAP50 against the champion: \(comparison.meanAveragePrecision50)")
      Console.print("mAP50-95 against the champion: \(comparison.meanAveragePrecision50to95)")
    }
    Console.print(
      outcome.isPromoted
        ? "promoted; next: emend predict"
        : "a challenger; promote it by `emend model promote \(outcome.challenger.name)`")
  }
}

extension TrainingRun.Outcome {
  fileprivate var json: JSONValue {
    .object([
      .init("snapshot", .number(snapshot.id)), .init("model", .string(challenger.name)),
      .init("train_images", .number(parts.count(.train))),
      .init("held_out_images", .number(parts.count(parts.heldOut))),
      .init("measures", measures.json),
      .init("comparison", comparison?.json ?? .null), .init("promoted", .bool(isPromoted)),
    ])
  }
}
