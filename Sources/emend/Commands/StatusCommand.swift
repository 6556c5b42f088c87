import ArgumentParser
import EmendCore
import EmendFormats
import EmendStore

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show how far the project is; the counts add up.",
    discussion: "Example: emend status --json")

  @OptionGroup var options: ProjectOptions
  @Flag(help: "Print as JSON.")
  var json = false

  func run() throws {
    let opened = try options.open()
    let status = try opened.project.status()
    guard !json else {
      Console.print(json: status.json)
      return
    }
    for line in status.lines { Console.print(line) }
    Console.print("")
    Console.print(status.labelTable.text)
    guard !status.reviewers.isEmpty else { return }
    Console.print("")
    Console.print(status.reviewerTable.text)
  }
}

extension Status {
  fileprivate var lines: [String] {
    let (all, counted) = (Words.count(images.all, "image"), predicted)
    var lines = [
      "\(all): \(Words.grouped(images.reviewed)) reviewed, \(Words.grouped(images.skipped)) "
        + "skipped, \(Words.grouped(images.open)) open (\(Words.grouped(queued)) in the queue)",
      "\(images.test) for measuring, \(images.flagged) flagged, "
        + "\(images.missing) missing or changed",
      "champion: \(champion?.name ?? "none")",
    ]
    if counted.all > 0 {
      lines.append(
        "\(Words.count(counted.all, "predicted object")): \(counted.accepted) accepted, "
          + "\(counted.corrected) corrected, \(counted.rejected) rejected, "
          + "\(counted.answered) answered by another, \(Words.grouped(counted.open)) open")
    }
    return lines
  }

  fileprivate var labelTable: Table {
    var table = Table(["label", "predicted", "truth"])
    for count in labels {
      let name = count.label.isRetired ? count.label.name + " (retired)" : count.label.name
      table.add([name, "\(count.predicted)", "\(count.truth)"])
    }
    return table
  }

  fileprivate var reviewerTable: Table {
    var table = Table(["reviewer", "decisions", "minutes", "keys", "s/decision"])
    for count in reviewers {
      let seconds = Double(count.milliseconds) / 1000
      let each = count.decisions > 0 ? seconds / Double(count.decisions) : 0
      table.add([
        SafeText.display(count.reviewer), "\(count.decisions)",
        FixedPoint.text(seconds / 60, decimals: 1), "\(count.keys)",
        FixedPoint.text(each, decimals: 1),
      ])
    }
    return table
  }

  fileprivate var json: JSONValue {
    .object([
      .init("images", images.json), .init("predicted", predicted.json),
      .init("queued", .number(queued)),
      .init("champion", champion.map { .string($0.name) } ?? .null),
      .init("labels", .array(labels.map(\.json))),
      .init("reviewers", .array(reviewers.map(\.json))),
    ])
  }
}

extension Status.Images {
  fileprivate var json: JSONValue {
    .object([
      .init("all", .number(all)), .init("reviewed", .number(reviewed)),
      .init("skipped", .number(skipped)), .init("open", .number(open)),
      .init("flagged", .number(flagged)), .init("missing", .number(missing)),
      .init("test", .number(test)),
    ])
  }
}

extension Status.Predicted {
  fileprivate var json: JSONValue {
    .object([
      .init("all", .number(all)), .init("accepted", .number(accepted)),
      .init("corrected", .number(corrected)), .init("rejected", .number(rejected)),
      .init("answered", .number(answered)), .init("open", .number(open)),
    ])
  }
}

extension Status.LabelCount {
  fileprivate var json: JSONValue {
    .object([
      .init("label", .string(label.name)), .init("retired", .bool(label.isRetired)),
      .init("predicted", .number(predicted)), .init("truth", .number(truth)),
    ])
  }
}

extension Status.ReviewerCount {
  fileprivate var json: JSONValue {
    .object([
      .init("reviewer", .string(reviewer)), .init("decisions", .number(decisions)),
      .init("milliseconds", .number(milliseconds)), .init("keys", .number(keys)),
    ])
  }
}
