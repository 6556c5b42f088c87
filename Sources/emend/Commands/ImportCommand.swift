import ArgumentParser
import EmendCore
import EmendFormats
import EmendStore

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take over what other programs wrote.",
    discussion: "Example: emend import coco instances_val.json --images val2017",
    subcommands: [COCO.self, YOLO.self])

  struct COCO: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "coco", abstract: "Import a COCO file as truth, or as predictions.",
      discussion: """
        The images are looked for beside the file, in images/ there, and in the project, and are \
        reviewed afterwards. All of the file is taken or nothing; the same file again changes \
        nothing. A results file (a list with scores) becomes the predictions of a model version.

        Example: emend import coco instances_val.json --images val2017 --split test
        """)

    @OptionGroup var options: ImportOptions
    @Argument(help: "An object file or a results file.", completion: .file(extensions: ["json"]))
    var file: String
    @Option(help: "The folder that the file's image names start from.", completion: .directory)
    var images: String?
    @Flag(help: "Leave images out that are not found.")
    var skipMissing = false
    @Flag(help: "Take the file as predictions; a results file is taken so anyway.")
    var predictions = false
    @Option(help: "What to call the model version of the predictions; else the file's name.")
    var model: String?
    @Option(
      name: .customLong("for"), help: "The COCO file that a results file's ids are of.",
      completion: .file(extensions: ["json"]))
    var meaning: String?

    func run() throws {
      let bytes = try TextFile.bytes(file)
      let opened = try options.project.open()
      if predictions || PredictionImport.isResults(bytes) {
        let source = PredictionImport.Source(path: file, bytes: bytes, meaning: meaning)
        let predicted = PredictionImport(
          opened: opened, name: model, images: images, options: options,
          missing: skipMissing ? .leaveOut : .refuse)
        options.report(try predicted.take(source), file)
      } else {
        let dataset = try Waiting.show("reading") {
          try COCOReader.read(bytes, file: ImagePath(file).display, report: $0)
        }
        var truth = options.truth("coco", of: file, opened)
        truth.missingImages = skipMissing ? .leaveOut : .refuse
        let finder = try ImageFinder(opened, folders: ImageFinder.folders(near: file, images))
        options.report(try truth.take(dataset, finder, opened.project), file)
      }
    }
  }

  struct YOLO: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "yolo", abstract: "Import a YOLO dataset of boxes or polygons as truth.",
      discussion: """
        The images stay where they are and are reviewed afterwards; those of the split `test` \
        become the held-out ones. All of the dataset is taken or nothing; the same one again \
        changes nothing.

        Example: emend import yolo ~/plates/data.yaml --add-labels
        """)

    @OptionGroup var options: ImportOptions
    @Argument(help: "A data.yaml, or the folder that it is in.")
    var path: String

    func run() throws {
      let opened = try options.project.open()
      let folder = try YOLOSource(path, pixelLimit: opened.settings.images.pixelLimit)
      let dataset = try Waiting.show("reading") { try folder.dataset(report: $0) }
      let truth = options.truth("yolo", of: folder.name, opened)
      let finder = try ImageFinder(opened, folders: [folder.folder])
      options.report(try truth.take(dataset, finder, opened.project), folder.name)
    }
  }
}

/// What every format's import may be told.
struct ImportOptions: ParsableArguments {
  @OptionGroup var project: ProjectOptions
  @Option(help: "pool or test: where the file's images belong; else as the file says, or pool.")
  var split: Split?
  @Flag(help: "Add labels that the project does not have to the end of its list.")
  var addLabels = false
  @Option(help: "What the log calls the file; else its name. The same name again updates.")
  var name: String?
  @Flag(help: "Print the counts as JSON.")
  var json = false

  func truth(_ format: String, of file: String, _ opened: OpenProject) -> TruthImport {
    TruthImport(
      format: format, name: name ?? FileName.last(of: file), display: ImagePath(file).display,
      labels: opened.labels, newLabels: addLabels ? .add : .refuse, split: split)
  }

  func report(_ outcome: ImportOutcome, _ file: String) {
    if json {
      Console.print(json: outcome.json)
    } else {
      Console.print("\(ImagePath(file).display): \(outcome.sentence)")
    }
  }
}
