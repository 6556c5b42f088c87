import Yams

/// Models that work one after the other, by the names of their versions.
public struct PipelineSettings: Hashable, Sendable {
  /// What finds objects.
  public var boxes: String
  /// What answers a mask to each object's box.
  public var masks: String?
  /// What says which label each object has.
  public var labels: String?

  public init(boxes: String, masks: String? = nil, labels: String? = nil) {
    self.boxes = boxes
    self.masks = masks
    self.labels = labels
  }

  private static let stages = ["boxes", "masks", "labels"]

  /// It is nil, with a problem noted, for what is no pipeline.
  init?(_ entry: YAMLEntry, _ reader: inout YAMLReader) {
    var stages: [String: String] = [:]
    for stage in reader.entries(of: entry.value) {
      guard Self.stages.contains(stage.key) else {
        let clause = Suggestion.clause(for: stage.key, among: Self.stages)
        reader.note(line: stage.line, "a pipeline has no \"\(stage.key)\"\(clause)")
        continue
      }
      if let model = reader.text(stage.value), !model.isEmpty { stages[stage.key] = model }
    }
    guard let boxes = stages["boxes"] else {
      reader.note(line: entry.line, "\(entry.key) has no \"boxes\"; name a model that finds them")
      return nil
    }
    self.init(boxes: boxes, masks: stages["masks"], labels: stages["labels"])
  }
}
