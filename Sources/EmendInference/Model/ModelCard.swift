public import EmendCore

/// What a model takes and gives, as read from its file and what lies beside it.
public struct ModelCard: Hashable, Sendable {
  /// What the model says of an image.
  public enum Purpose: String, CaseIterable, Sendable {
    /// Boxes.
    case detect
    /// Boxes with masks.
    case segment
    /// Boxes with keypoints.
    case pose
    /// Rotated boxes, which become polygons.
    case obb
    /// Labels of the whole image.
    case classify
    /// A vector that is near those of similar images.
    case embed
    /// Masks of what is not as usual, and a score of the whole image.
    case anomaly
    /// What is written on an image of one line of text.
    case read
    /// Masks of the objects that it is shown by points and boxes.
    case prompt

    /// Whether what it finds lies somewhere on the image, so that parts of it can be looked at.
    public var isOfObjects: Bool {
      switch self {
      case .detect, .segment, .pose, .obb: true
      case .classify, .embed, .anomaly, .read, .prompt: false
      }
    }

    /// Whether such a model helps at the work, and has no predictions that are reviewed.
    public var isTool: Bool { self == .embed || self == .prompt }
  }

  /// Who takes out the boxes that overlap a better one.
  public enum Suppression: String, CaseIterable, Sendable {
    /// Nobody has; the rows hold every place with all scores.
    case raw
    /// The file itself, with limits that were fixed when it was exported (`nms=True`).
    case builtIn
    /// The model has learned to answer each object once (YOLOv10 and 26, all DETRs).
    case endToEnd
  }

  /// How many images one run takes.
  public enum Batch: Hashable, Sendable {
    case fixed(Int)
    case free
  }

  /// The name of its family in the table of families.
  public var family: String
  public var purpose: Purpose
  /// Names by label index, from 0, without control characters.
  public var labels: [String]
  /// What is done to an image first.
  public var preparation: Preparation
  /// Whether the model takes other sizes than ``inputSize``, in multiples of ``stride``.
  public var isSizeFree: Bool
  /// The coarsest step of the model's grids, in pixels.
  public var stride: Int
  public var batch: Batch
  public var suppression: Suppression
  /// The outputs that are read, by their place in the file, in the order of the family's reader.
  public var outputs: [Int]
  /// The release of the library that exported it; empty where the file does not say.
  public var version: String
  /// Where a map of anomalies begins to be one, in the map's own unit.
  public var threshold: Double?
  /// How lines of text are found in a map.
  var textMap = TextMap()
  /// What it needs beside its file.
  public var companions: Set<Companion> = []
  /// Of a pose model.
  var keypoints: KeypointLayout?
  /// What goes into each input of the file, in its order.
  var feeds = [InputFeed.image]
  /// The texts that the model is asked with.
  var question: TextQuestion?
  /// How an image is compared with the texts.
  var likeness: Likeness?
  /// How a text is written to what the file answers.
  var generation: GenerationRules?

  /// The size at which the model was trained, in pixels.
  public var inputSize: ImageSize { preparation.size }

  init(
    family: String, purpose: Purpose, labels: [String], preparation: Preparation,
    input: TensorPort, suppression: Suppression = .endToEnd, outputs: [Int], version: String = ""
  ) {
    self.family = family
    self.purpose = purpose
    self.labels = labels
    self.preparation = preparation
    isSizeFree = input.shape[2] == nil || input.shape[3] == nil
    stride = 32
    batch = input.shape[0].map(Batch.fixed) ?? .free
    self.suppression = suppression
    self.outputs = outputs
    self.version = version
  }

  /// One line about it: `yolo detect, 4 labels, 640x640`.
  public var summary: String {
    let size = "\(inputSize.width)x\(inputSize.height)"
    let isSaidByFamily =
      family != "yolo" && [.classify, .embed, .anomaly, .read, .prompt].contains(purpose)
    var parts = [isSaidByFamily ? family : "\(family) \(purpose)"]
    if ![.embed, .prompt].contains(purpose) {
      parts.append("\(labels.count) label\(labels.count == 1 ? "" : "s")")
    }
    if let keypoints { parts.append("\(keypoints.count) keypoints") }
    parts.append(isSizeFree ? "\(size) and other sizes" : size)
    switch suppression {
    case .builtIn: parts.append("suppression built in")
    case .endToEnd where family == "yolo" && purpose != .classify: parts.append("end to end")
    case .raw, .endToEnd: break
    }
    return parts.joined(separator: ", ")
  }

  /// Whether the model is asked with texts, so that its labels are those of the project.
  public var isAsked: Bool { question != nil }

  /// Text that differs where a model is asked with other words; empty for one that is not asked.
  ///
  /// Part of what predictions are stored under.
  public var questionFingerprint: String { question.map { ";asked=\($0.fingerprint)" } ?? "" }

  /// Where an image of a size lies in the model's input.
  func placement(of size: ImageSize) -> Placement {
    preparation.placement(of: size, isSizeFree: isSizeFree, stride: stride)
  }
}
