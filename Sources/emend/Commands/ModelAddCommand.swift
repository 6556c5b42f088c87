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
        with the ending .pt beside it is copied too; training goes on from it. The first model \
        becomes the champion.

        A file that ends in .yaml describes a program that emend starts and asks for each image; \
        it stays where it is, and its files must stay as they are.

        Example: emend model add yolo11n.onnx
        Example: emend model add florence.yaml
        """)

    @OptionGroup var options: ProjectOptions
    @Argument(help: "An ONNX file, or the card of a program.", completion: .file())
    var file: String
    @Option(help: "What to call it; else the file's name.")
    var name: String?
    @Option(help: "What it is: \(ModelFamilies.names.joined(separator: ", ")).")
    var family: String?

    func run() throws {
      let opened = try options.open()
      if BackendIntake.isCard(file) {
        let (version, card) = try BackendIntake(opened: opened).add(
          card: AbsolutePath.of(file), name: name)
        return Console.print("\(version.name): \(card.summary), \(version.roleText)")
      }
      let path = AbsolutePath.of(file)
      let texts = try TextsBesideModel(path, family: family).texts
      let detector = try Detector(
        try RuntimeAccess.load(opened.settings), path: path, texts: texts)
      try checkPurpose(detector.card)
      let map = LabelMap(model: detector.card.labels, project: opened.labels)
      try check(map, detector.card, opened.labels)
      let version = try ModelRegistry(project: opened.project).add(
        file: path, checkpoint: ModelRegistry.checkpoint(beside: path), card: detector.card,
        texts: texts, name: name)
      report(version, detector.card, map)
    }

    private func report(_ version: ModelVersion, _ card: ModelCard, _ map: LabelMap) {
      Console.print("\(version.name): \(card.summary), \(version.roleText)")
      if card.purpose == .pose {
        Console.note("it finds keypoints too; emend keeps the boxes and leaves the keypoints out")
      }
      if map.known < map.labels.count {
        Console.note(
          "\(map.known) of its \(map.labels.count) labels are in this project; what it finds of "
            + "the others is left out")
      }
    }

    private func checkPurpose(_ card: ModelCard) throws {
      guard card.purpose == .classify || card.purpose == .embed else { return }
      let gives = card.purpose == .classify ? "labels whole images" : "answers vectors"
      throw CommandFailure(
        "\(ImagePath(file).display): a model that \(gives) (\(card.summary)), and a project holds "
          + "objects so far; register one that finds objects")
    }

    private func check(_ map: LabelMap, _ card: ModelCard, _ labels: [Label]) throws {
      guard map.known == 0 else { return }
      throw CommandFailure(
        "\(ImagePath(file).display): none of its labels (\(card.labels.joined(separator: ", "))) "
          + "is a label of this project (\(labels.map(\.name).joined(separator: ", "))); use a "
          + "model with the project's labels, or make a project with the model's")
    }
  }
}

extension ModelVersion {
  /// The role of a version that has just been registered.
  fileprivate var roleText: String { role == .champion ? "champion (no other)" : role.rawValue }
}
