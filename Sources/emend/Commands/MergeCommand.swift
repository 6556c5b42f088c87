import ArgumentParser
import EmendFormats

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Take in predictions that other machines made in parts.",
    discussion: """
      What is here already stays as it is, so that a file may be merged twice. The queue is ranked
      again at the end.

      Example: emend merge shards/*.jsonl
      """)

  @OptionGroup var options: ProjectOptions
  @Argument(help: "Files of `emend predict --shard`.", completion: .file(extensions: ["jsonl"]))
  var files: [String]
  @Flag(help: "Print the counts as JSON.")
  var json = false

  func run() throws {
    let outcome = try ShardMerge(opened: options.open()).merge(files.map(AbsolutePath.of))
    guard !json else {
      return Console.print(
        json: .object([
          .init("images", .number(outcome.images)), .init("objects", .number(outcome.objects)),
          .init("known", .number(outcome.known)), .init("foreign", .number(outcome.foreign)),
        ]))
    }
    var text =
      "\(Words.count(files.count, "shard")): \(Words.count(outcome.images, "image")), "
      + Words.count(outcome.objects, "object")
    if outcome.known > 0 { text += "; \(Words.grouped(outcome.known)) images were here already" }
    if outcome.foreign > 0 {
      text += "; \(Words.grouped(outcome.foreign)) images are none of this project, left out"
    }
    Console.print(text)
  }
}
