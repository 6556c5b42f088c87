import ArgumentParser
import EmendCore
import EmendFormats
import EmendRaster
import EmendStore

struct AddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add images, or notice that they moved or changed.",
    discussion: """
      The files stay where they are. An image is known by its content, so adding a folder again \
      adds what is new, and a folder that was moved is found again.

      Example: emend add ~/line4/2026-11
      """)

  @OptionGroup var options: ProjectOptions
  @Argument(help: "Image files, or folders to look through.")
  var paths: [String]
  @Option(help: "pool for images to review, test for those that models are measured on.")
  var split = Split.pool
  @Flag(help: "Print the counts as JSON.")
  var json = false

  func run() throws {
    let opened = try options.open()
    Interrupt.watch()
    let intake = ImageIntake(
      project: opened.project, pixelLimit: opened.settings.images.pixelLimit, split: split)
    let outcome = try intake.add(try files())
    report(outcome)
    if outcome.summary.total == 0, !outcome.unreadable.isEmpty { throw ExitCode(1) }
  }

  /// Every file named, and every image file below the folders named.
  private func files() throws -> [ImagePath] {
    try paths.flatMap { path in
      let place = ImagePath(AbsolutePath.of(path))
      switch FolderWalk.kind(of: place) {
      case .file: return [place]
      case .folder: return try FolderWalk.images(below: place)
      case nil:
        throw CommandFailure("\(place.display): there is no such file or folder; check the path")
      }
    }
  }

  private func report(_ outcome: ImageIntake.Outcome) {
    for error in outcome.unreadable { Console.note("\(error)") }
    let summary = outcome.summary
    guard !json else {
      Console.print(json: outcome.json)
      return
    }
    var parts = [
      "\(Words.count(summary.added, "image")) added",
      "\(Words.grouped(summary.known)) already here",
    ]
    if summary.moved > 0 { parts.append("\(Words.grouped(summary.moved)) moved") }
    if !summary.changed.isEmpty { parts.append("\(summary.changed.count) changed") }
    if !outcome.unreadable.isEmpty {
      parts.append("\(outcome.unreadable.count) unreadable (listed above)")
    }
    Console.print(parts.joined(separator: ", "))
  }
}

extension AddSummary {
  var total: Int { added + known + moved + changed.count }
}

extension ImageIntake.Outcome {
  var json: JSONValue {
    .object([
      .init("added", .number(summary.added)), .init("known", .number(summary.known)),
      .init("moved", .number(summary.moved)),
      .init("changed", .array(summary.changed.map { .string($0.encoded) })),
      .init(
        "unreadable",
        .array(
          unreadable.map {
            .object([
              .init("path", .string($0.path?.encoded ?? "")), .init("reason", .string($0.message)),
            ])
          })),
    ])
  }
}
