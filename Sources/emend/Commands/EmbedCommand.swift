import ArgumentParser
import EmendCore
import EmendFormats
import EmendStore

struct EmbedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embed", abstract: "Make vectors of images, by which similar ones are found.",
    discussion: """
      Needs a model that answers vectors, such as DINOv2. Goes on where it was stopped; ctrl+c \
      stops it cleanly. The vectors are kept in the project as half floats, under the digest of \
      the model's file.

      Example: emend embed --objects
      """)

  @OptionGroup var options: ProjectOptions
  @Option(help: "A model version's name or number; else the newest that answers vectors.")
  var model: String?
  @Flag(help: "Of each accepted and each predicted object, too.")
  var objects = false
  @Option(help: .provider)
  var provider: String?
  @Flag(help: "Print the counts as JSON.")
  var json = false

  func run() throws {
    let opened = try options.open()
    Interrupt.watch()
    let embedder = try Embedder(model, in: opened, on: ProviderChoice(provider, in: opened))
    let outcome = try EmbeddingRun(
      opened: opened, embedder: embedder, parts: objects ? [.images, .objects] : [.images]
    ).run()
    for failure in outcome.failures { Console.note(failure) }
    if json {
      Console.print(json: outcome.json(embedder.model))
    } else {
      report(outcome, embedder.model)
    }
    if outcome.isInterrupted { throw ExitCode(1) }
    if outcome.vectors == 0, !outcome.failures.isEmpty { throw ExitCode(1) }
  }

  private func report(_ outcome: EmbeddingRun.Outcome, _ model: ModelVersion) {
    var text =
      "\(Words.count(outcome.vectors, "vector")) by \(model.name), of "
      + Words.count(outcome.images, "image")
    if outcome.vectors > 0, outcome.seconds > 0 {
      let rate = FixedPoint.text(Double(outcome.vectors) / outcome.seconds, decimals: 1)
      text += ", \(rate) vectors/s"
    }
    if !outcome.failures.isEmpty { text += ", \(outcome.failures.count) failed (listed above)" }
    if outcome.isInterrupted { text += "; stopped, the next `emend embed` goes on" }
    Console.print(text)
  }
}

extension EmbeddingRun.Outcome {
  fileprivate func json(_ model: ModelVersion) -> JSONValue {
    .object([
      .init("model", .string(model.name)), .init("images", .number(images)),
      .init("vectors", .number(vectors)), .init("seconds", .number(seconds)),
      .init("interrupted", .bool(isInterrupted)),
      .init("failures", .array(failures.map(JSONValue.string))),
    ])
  }
}
