import ArgumentParser
import EmendCore
import EmendFormats
import EmendInference
import EmendStore

extension ModelCommand {
  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Register an ONNX file, or a program that answers images.",
      discussion: """
        What kind of model it is follows from its metadata and tensors; where those do not say, \
        --family or a card beside it (NAME.yaml) does, and config.json and \
        preprocessor_config.json beside it tell how it was trained. The file is copied into the \
        project's models folder, so that a rollback always finds it. A checkpoint of the same name \
        with the ending .pt beside it is copied too; training goes on from it. So is what else the \
        model needs (a decoder, a text tower, a recogniser, the files of a tokenizer), which is \
        found by its name, or named by a card or --with. The first model becomes the champion, \
        unless it is a tool: one whose vectors or masks help and are not reviewed themselves.

        A file that ends in .yaml describes a program that emend starts and asks for each image, \
        or a server; the program stays where it is, and its files must stay as they are.

        Example: emend model add yolo11n.onnx
        Example: emend model add florence.yaml
        Example: emend model add http://localhost:9090 --backend label-studio
        """)

    @OptionGroup var options: ProjectOptions
    @Argument(
      help: "An ONNX file, the card of a program, or a server's address.", completion: .file())
    var file: String
    @Option(help: "What to call it; else the file's name.")
    var name: String?
    @Option(help: "What it is: \(ModelFamilies.names.joined(separator: ", ")).")
    var family: String?
    @Option(help: "What a server speaks: label-studio, the protocol of its ML backends.")
    var backend: ServerKind?
    @Option(
      name: .customLong("with"),
      help: "What else it needs, as \(Companion.allCases[0])=FILE; else what lies beside it.",
      transform: NamedCompanion.init)
    var companions: [NamedCompanion] = []

    func run() throws {
      let opened = try options.open()
      if let (version, card) = try addBackend(to: opened) {
        return Console.print("\(version.name): \(card.summary), \(version.roleText)")
      }
      let path = AbsolutePath.of(file)
      let beside = try TextsBesideModel(path, family: family)
      let texts = beside.texts
      let found = try CompanionsBesideModel(
        path, named: beside.companions.merging(companions.map(\.pair)) { $1 }
      ).paths
      let detector = try Detector(
        try RuntimeAccess.load(opened.settings), path: path, texts: texts, companions: found,
        prompts: opened.prompts)
      let map = LabelMap(model: detector.card.labels, project: opened.labels)
      if detector.card.purpose == .prompt {
        try checkDecoder(found[.decoder], of: path, opened)
      } else if !detector.card.purpose.isTool {
        try check(map, detector.card, opened.labels)
      }
      let version = try ModelRegistry(project: opened.project).add(
        file: path, checkpoint: ModelRegistry.checkpoint(beside: path), card: detector.card,
        texts: texts, companions: found.filter { detector.card.companions.contains($0.key) },
        name: name)
      report(version, detector.card, map)
    }

    /// Registers a program or a server; nil where the file is neither.
    private func addBackend(to opened: OpenProject) throws -> (ModelVersion, BackendCard)? {
      let intake = BackendIntake(opened: opened)
      if backend != nil { return try intake.add(server: file, name: name) }
      guard !LabelServer.isAddress(file) else {
        throw CommandFailure(
          "\(SafeText.display(file)): a server; say what it speaks by --backend label-studio")
      }
      guard BackendIntake.isCard(file) else { return nil }
      return try intake.add(card: AbsolutePath.of(file), name: name)
    }

    private func report(_ version: ModelVersion, _ card: ModelCard, _ map: LabelMap) {
      Console.print("\(version.name): \(card.summary), \(version.roleText)")
      if card.purpose == .embed {
        Console.note("`emend embed` makes vectors with it; `emend similar IMAGE` compares them")
      }
      if map.known < map.labels.count {
        Console.note(
          "\(map.known) of its \(map.labels.count) labels are in this project; what it finds of "
            + "the others is left out")
      }
    }

    /// An encoder alone answers nothing, and one of another export answers nonsense.
    private func checkDecoder(
      _ decoder: String?, of encoder: String, _ opened: OpenProject
    ) throws {
      guard let decoder else {
        throw CommandFailure(
          "\(ImagePath(file).display): the encoder of a model that answers clicks with masks, and "
            + "its decoder is not beside it; name it by --with decoder=FILE")
      }
      _ = try PromptedSegmenter(
        RuntimeAccess.load(opened.settings), encoder: encoder, decoder: decoder)
    }

    private func check(_ map: LabelMap, _ card: ModelCard, _ labels: [Label]) throws {
      guard map.known == 0 else { return }
      throw CommandFailure(
        "\(ImagePath(file).display): none of its labels (\(Words.list(card.labels))) "
          + "is a label of this project (\(Words.list(labels.map(\.name)))); use a "
          + "model with the project's labels, or make a project with the model's")
    }
  }
}

extension ModelVersion {
  /// The role of a version that has just been registered.
  fileprivate var roleText: String { role == .champion ? "champion (no other)" : role.rawValue }
}

/// What a server may speak.
enum ServerKind: String, ExpressibleByArgument {
  case labelStudio = "label-studio"
}

/// What `--with KEY=PATH` says.
struct NamedCompanion {
  /// The path is absolute.
  let pair: (Companion, String)

  init(_ text: String) throws {
    let parts = text.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, let companion = Companion(rawValue: String(parts[0])) else {
      let keys = Companion.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("'\(text)' is not KEY=FILE with one of \(keys)")
    }
    pair = (companion, AbsolutePath.of(String(parts[1])))
  }
}
