import ArgumentParser
import EmendCore
import EmendFormats
import EmendStore

struct QueueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queue", abstract: "Show what comes next and why, or rank anew.",
    discussion: """
      The order is made from the champion's scores after each `emend predict`, by the strategy in \
      emend.yaml. --strategy, --aggregate and --control-share rank anew, until the next predict.

      Example: emend queue --strategy margin --limit 10
      """)

  @OptionGroup var options: ProjectOptions
  @Option(help: "How many rows to show.")
  var limit = 20
  @Option(help: "Rank anew: entropy, margin, least-confidence, random or oldest.")
  var strategy: QueueSettings.Strategy?
  @Option(help: "Rank anew, an image's value being its objects' max, mean or sum.")
  var aggregate: QueueSettings.Aggregate?
  @Option(help: "Rank anew with this share of images at random, 0 to 1.")
  var controlShare: Double?
  @Flag(help: "Print as JSON.")
  var json = false

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit must be 1 or more, got \(limit)") }
    if let controlShare, !(0...1).contains(controlShare) {
      throw ValidationError("--control-share takes a number from 0 to 1, got \(controlShare)")
    }
  }

  func run() throws {
    let opened = try options.open()
    if strategy != nil || aggregate != nil || controlShare != nil {
      try opened.rankQueue(ranking(opened.settings.queue))
    }
    let rows = try opened.project.queuePage(limit: limit)
    guard !json else {
      Console.print(json: .array(rows.map(\.json)))
      return
    }
    show(rows, of: try opened.project.queueLength())
  }

  private func ranking(_ settings: QueueSettings) -> QueueSettings {
    var settings = settings
    settings.strategy = strategy ?? settings.strategy
    settings.aggregate = aggregate ?? settings.aggregate
    settings.controlShare = controlShare ?? settings.controlShare
    return settings
  }

  private func show(_ rows: [QueueRow], of length: Int) {
    guard !rows.isEmpty else {
      Console.print("the queue is empty: every image is reviewed, or none was added")
      return
    }
    var table = Table(["#", "image", "value", "why"])
    for row in rows {
      table.add([
        "\(row.position)", row.name, FixedPoint.text(row.value, decimals: 3), row.reason,
      ])
    }
    Console.print(table.text)
    if length > rows.count {
      Console.print("… and \(Words.grouped(length - rows.count)) more")
    }
  }
}

extension QueueRow {
  fileprivate var json: JSONValue {
    .object([
      .init("position", .number(position)), .init("image", .string(name)),
      .init("value", .number(value)), .init("control", .bool(isControl)),
      .init("reason", .string(reason)),
    ])
  }
}
