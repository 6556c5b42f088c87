import ArgumentParser
import EmendCore
import EmendFormats

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the truth for other programs.",
    discussion: "Example: emend export coco truth.json",
    subcommands: [COCO.self, YOLO.self])

  struct COCO: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "coco", abstract: "Write the accepted objects of reviewed images as COCO.",
      discussion: """
        The same truth always gives the same bytes. Coordinates are in pixels of the upright \
        images. What was imported from a COCO file and not changed comes out as it went in.

        Example: emend export coco truth.json --split pool
        """)

    @OptionGroup var options: ExportOptions
    @Argument(help: "The file to write; one that is there is replaced.", completion: .file())
    var file: String

    func run() throws {
      let export = try options.export("coco")
      let content = try Waiting.show("collecting") { try export.content(report: $0) }
      let bytes = Waiting.show("writing") {
        COCOWriter.bytes(of: content.dataset, report: $0)
      }
      try TextFile.write(bytes, to: AbsolutePath.of(file))
      options.report(content, file)
    }
  }

  struct YOLO: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "yolo", abstract: "Write the accepted objects of reviewed images as YOLO.",
      discussion: """
        Makes the folder with data.yaml, images/ and labels/, as Ultralytics reads them. The pool \
        is parted into train and val by a hash of each path, so that no image changes sides and \
        pictures of one scene stay together; the held-out images are `test`.

        With --kind classify the labels of whole images become folders in train/, val/ and test/.

        Example: emend export yolo ~/plates-yolo --copy
        """)

    @OptionGroup var options: ExportOptions
    @Argument(help: "The folder to make.", completion: .directory)
    var folder: String
    @Option(
      help: """
        detect for boxes, segment for polygons, pose for keypoints, classify for labels of whole \
        images; else pose if any object has keypoints, segment if any is more than a box.
        """)
    var kind: Kind?
    @Flag(help: "Copy the images; else the folder holds symbolic links to them.")
    var copy = false
    @Option(
      help: "The share of the pool that becomes val, 0 to 1; else emend.yaml's held-out share.")
    var valShare: Double?

    /// What the dataset is for.
    enum Kind: String, CaseIterable, ExpressibleByArgument {
      case detect
      case segment
      case pose
      case classify
    }

    func validate() throws {
      if let valShare, !(0...1).contains(valShare) {
        throw ValidationError("--val-share takes a number from 0 to 1, got \(valShare)")
      }
    }

    func run() throws {
      let export = try options.export("yolo")
      Interrupt.watch()
      let share = valShare ?? export.opened.settings.train.heldOutShare
      let (content, missing) = try Waiting.show("collecting") {
        try export.content(report: $0).divided(valShare: share).present()
      }
      for file in missing { Console.note("\(file.display): is gone, so it was left out") }
      var named = content.namedAsImages()
      // An imported data.yaml names parts that a smaller export may not have.
      if options.split != .all || !missing.isEmpty { named.dataset.extras = nil }
      let dataset = named.dataset
      let written = try Waiting.show("writing") { try files(of: dataset, report: $0) }
      for problem in written.problems { Console.note("\(problem)") }
      let target = YOLOFolder(
        path: ImagePath(AbsolutePath.of(folder)), images: copy ? .copied : .linked)
      if kind == .classify { named = named.labelled() }
      try target.write(written, files: named.files)
      options.report(named, folder)
    }

    private func files(
      of dataset: Dataset, report: @escaping WorkReport
    ) throws -> YOLOExport {
      switch kind {
      case .classify: try YOLOExport.classified(dataset)
      case .detect: YOLOWriter.export(dataset, as: .detect, report: report)
      case .segment: YOLOWriter.export(dataset, as: .segment, report: report)
      case .pose: YOLOWriter.export(dataset, as: .pose, report: report)
      case nil: YOLOWriter.export(dataset, as: YOLOWriter.kind(for: dataset), report: report)
      }
    }
  }
}

/// What every format's export may be told.
struct ExportOptions: ParsableArguments {
  @OptionGroup var project: ProjectOptions
  @Option(help: "pool, test or all: which reviewed images to write.")
  var split = TruthExport.Choice.all
  @Option(
    help: """
      The folder that image names start from; else they are as imported, or start from the \
      images' common folder.
      """, completion: .directory)
  var images: String?
  @Flag(help: "Print the counts as JSON.")
  var json = false

  func export(_ format: String) throws -> TruthExport {
    TruthExport(
      opened: try project.open(), format: format, choice: split,
      imageFolder: images.map { ImagePath(AbsolutePath.of($0)) })
  }

  func report(_ content: TruthExport.Content, _ path: String) {
    if content.changed > 0 {
      Console.note(
        "\(Words.count(content.changed, "reviewed image")) left out, whose files hold other "
          + "pictures by now")
    }
    if content.imageLabels > 0 {
      Console.note(
        "\(Words.count(content.imageLabels, "label")) of whole images left out, because files of "
          + "objects hold none; `emend export yolo --kind classify` writes them")
    }
    let objects = content.dataset.images.reduce(0) { $0 + $1.objects.count }
    guard !json else {
      Console.print(
        json: .object([
          .init("path", .string(AbsolutePath.of(path))),
          .init("images", .number(content.images.count)), .init("objects", .number(objects)),
          .init("labels", .number(content.dataset.labels.count)),
          .init("left_out", .number(content.changed)),
          .init("image_labels_left_out", .number(content.imageLabels)),
        ]))
      return
    }
    Console.print(
      "\(ImagePath(path).display): \(Words.count(content.images.count, "image")), "
        + "\(Words.count(objects, "object")), \(Words.count(content.dataset.labels.count, "label"))"
    )
  }
}

extension TruthExport.Choice: ExpressibleByArgument {}
