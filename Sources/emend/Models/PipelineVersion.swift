import EmendCore
import EmendFormats
import EmendInference
import EmendStore

/// A pipeline as a model version: its file and its card name the versions of its models.
struct PipelineVersion {
  /// What a model of a pipeline does.
  enum Stage: String, CaseIterable {
    case boxes
    case masks
    case labels
  }

  static let family = "pipeline"

  let name: String
  let models: [Stage: ModelVersion]

  /// It is nil for a version that is no pipeline.
  ///
  /// - Throws: ``CommandFailure`` where a model of it is not registered any more.
  init?(_ version: ModelVersion, among versions: [ModelVersion]) throws {
    guard let card = try? JSONValue(text: version.card), card["family"]?.string == Self.family,
      case .object(let members)? = card["models"]
    else { return nil }
    var models: [Stage: ModelVersion] = [:]
    for member in members {
      guard let stage = Stage(rawValue: member.key) else { continue }
      let sha256 = member.value["sha256"]?.string
      guard let model = versions.first(where: { $0.sha256 == sha256 }) else {
        let model = SafeText.display(member.value["model"]?.string ?? "")
        throw CommandFailure("\(version.name): its model \(model) is not registered any more")
      }
      models[stage] = model
    }
    self.init(name: version.name, models: models)
  }

  private init(name: String, models: [Stage: ModelVersion]) {
    self.name = name
    self.models = models
  }

  /// The model version of a pipeline of emend.yaml, registered where it is a new one.
  ///
  /// Another model in one of its places makes another version.
  /// - Throws: ``CommandFailure`` where there is no such pipeline or no such model.
  static func find(_ name: String, in opened: OpenProject) throws -> ModelVersion {
    guard let settings = opened.settings.pipelines[name] else {
      let names = opened.settings.pipelines.keys.sorted().joined(separator: ", ")
      throw CommandFailure(
        names.isEmpty
          ? "emend.yaml has no pipelines; add `pipelines: {\(SafeText.display(name)): {boxes: "
            + "MODEL, masks: MODEL}}`"
          : "emend.yaml has no pipeline \(SafeText.display(name)); there are: \(names)")
    }
    var models = [Stage.boxes: try opened.project.find(settings.boxes)]
    if let masks = settings.masks { models[.masks] = try opened.project.find(masks) }
    if let labels = settings.labels { models[.labels] = try opened.project.find(labels) }
    for (stage, model) in models { try check(model, stage) }
    if let boxes = models[.boxes], boxes.purpose == .pose, models[.masks] != nil {
      throw CommandFailure(
        "a mask would take the place of the keypoints that \(boxes.name) finds; leave masks out")
    }
    return try PipelineVersion(name: name, models: models).registered(in: opened.project)
  }

  private static func check(_ model: ModelVersion, _ stage: Stage) throws {
    let isFit =
      switch stage {
      case .boxes: ![.prompt, .classify, .embed, .read].contains(model.purpose)
      case .masks: model.purpose == .prompt
      case .labels: model.purpose == .classify
      }
    guard !isFit else { return }
    let wanted =
      switch stage {
      case .boxes: "finds objects"
      case .masks: "answers masks to boxes (SAM and its kin)"
      case .labels: "labels whole images (a classifier, CLIP, SigLIP)"
      }
    throw CommandFailure(
      "a pipeline's \(stage) come from a model that \(wanted), and "
        + "\(model.name) is none (\(model.purpose?.rawValue ?? "a backend"))")
  }

  private func registered(in project: Project) throws -> ModelVersion {
    let text = card.text
    let bytes = Array((text + "\n").utf8)
    let digest = Digest.sha256(bytes)
    let versions = try project.modelVersions()
    if let known = versions.first(where: { $0.sha256 == digest }) { return known }
    let free = ModelRegistry.freeName(name, versions)
    let path = "\(ModelRegistry.folderName)/\(free).json"
    try TextFile.write(bytes, to: project.folder.text + "/" + path)
    return try project.addModelVersion(
      NewModelVersion(name: free, path: ImagePath(path), sha256: digest, card: text))
  }

  private var card: JSONValue {
    let members = models.sorted { $0.key.rawValue < $1.key.rawValue }.map { stage, model in
      JSONValue.Member(
        stage.rawValue,
        .object([.init("model", .string(model.name)), .init("sha256", .string(model.sha256))]))
    }
    let isOfPoses = models[.boxes]?.purpose == .pose
    let purpose: ModelCard.Purpose =
      models[.masks] != nil ? .segment : isOfPoses ? .pose : .detect
    return .object([
      .init("family", .string(Self.family)), .init("purpose", .string(purpose.rawValue)),
      .init("models", .object(members)),
    ])
  }
}
