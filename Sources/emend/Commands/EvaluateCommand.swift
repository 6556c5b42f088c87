import ArgumentParser
import EmendCore
import EmendFormats
import EmendInference
import EmendLearning
import EmendRaster
import EmendStore

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Measure a model on images whose truth is known.",
    discussion: """
      test are the images added with --split test; without any, val is the share of the pool that \
      training holds out. The measures are COCO's; of a \
      model that labels whole images the accuracy. In a terminal with sixel the precision-recall \
      plot is drawn below.

      Example: emend evaluate --split test --plot pr.svg
      """)

  enum Part: String, CaseIterable, ExpressibleByArgument {
    case test
    case val
  }

  @OptionGroup var options: ProjectOptions
  @Option(help: "test or val; else test where there is one.")
  var split: Part?
  @Option(help: "A model version's name or number; else the champion.")
  var model: String?
  @Option(help: .provider)
  var provider: String?
  @Option(help: "Write the precision-recall plot to this .svg or .png file.", completion: .file())
  var plot: String?
  @Option(help: "Write the confusion matrix to this .svg or .png file.", completion: .file())
  var matrix: String?
  @Flag(help: "Print as JSON.")
  var json = false

  func validate() throws {
    for file in [plot, matrix].compactMap(\.self) {
      guard file.hasSuffix(".svg") || file.hasSuffix(".png") else {
        throw ValidationError("\(file): a plot is written as .svg or .png")
      }
    }
  }

  func run() throws {
    let opened = try options.open()
    Interrupt.watch()
    let (images, model, part) = try measure(opened)
    if images.contains(where: { !$0.labels.detections.isEmpty }) {
      try show(
        LabelReport(
          model: model, split: part,
          accuracy: LabelAccuracy(of: images, labels: opened.labels.map(\.id)),
          unlabelled: images.count { $0.labels.truths.isEmpty }, labels: opened.labels))
    } else {
      try show(report(of: images, model, part, opened))
    }
  }

  private func show(_ report: LabelReport) throws {
    if json { Console.print(json: report.json) } else { Console.print(report.text) }
    if let matrix { try write(report.matrix(width: 700, height: 600, colours: .light), to: matrix) }
    if plot != nil { Console.note("labels of whole images have no precision-recall plot") }
  }

  private func show(_ report: EvaluationReport) throws {
    if json { Console.print(json: report.json) } else { Console.print(report.text) }
    if let plot { try write(report.curves(width: 900, height: 600, colours: .light), to: plot) }
    if let matrix { try write(report.matrix(width: 700, height: 600, colours: .light), to: matrix) }
    if !json, plot == nil, matrix == nil, let screen = PlotScreen(), screen.canShowText {
      try screen.show { report.curves(width: $0, height: $1) }
    }
  }

  private func measure(
    _ opened: OpenProject
  ) throws -> (images: [EvaluatedImage], model: String, part: String) {
    let version = try opened.project.find(model)
    let parts = try ReviewedParts(
      of: opened.project, heldOutShare: opened.settings.train.heldOutShare)
    let part = split.map { $0 == .test ? Snapshot.Part.test : .val } ?? parts.heldOut
    var images: [TruthImage] = []
    try opened.project.truth { if parts.parts[$0.image.id] == part { images.append($0) } }
    guard !images.isEmpty else {
      throw CommandFailure(
        "no reviewed image is in \(part.rawValue); add images with `emend add --split test` and "
          + "review them, or import their truth by `emend import coco --split test`")
    }
    let evaluated = try Measurement(opened: opened, images: images).run(
      version, on: ProviderChoice(provider, in: opened))
    return (evaluated, version.name, part.rawValue)
  }

  /// Of what is somewhere on the images.
  private func report(
    of images: [EvaluatedImage], _ model: String, _ part: String, _ opened: OpenProject
  ) -> EvaluationReport {
    let evaluated = images.map(\.objects)
    let imageLabels = images.reduce(0) { $0 + $1.labels.truths.count }
    if imageLabels > 0 {
      Console.note(
        "\(Words.count(imageLabels, "label")) of whole images left out: \(model) finds objects")
    }
    let (_, theme) = Looks(keymap: nil, theme: nil).read(opened.settings)
    return EvaluationReport(
      model: model, split: part,
      evaluation: Evaluation(of: evaluated, overlap: .fitting(evaluated)),
      confusion: ConfusionMatrix(of: evaluated, labels: opened.labels.map(\.id)),
      labels: opened.labels, theme: theme)
  }

  private func write(_ drawing: PlotDrawing, to file: String) throws {
    let bytes =
      file.hasSuffix(".svg") ? Array(drawing.svg().utf8) : try drawing.image().pngBytes()
    try TextFile.write(bytes, to: AbsolutePath.of(file))
    Console.note("\(ImagePath(file).display): written")
  }
}
