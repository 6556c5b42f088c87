public import EmendCore

/// What a model takes and gives, as read from its file.
public struct ModelCard: Hashable, Sendable {
  /// How the outputs are read; decided by the metadata and never by the shapes alone.
  public enum Family: String, CaseIterable, Sendable {
    /// Ultralytics' YOLOv8, 10, 11, 12 and 26, and models that write the same layout.
    case yolo
  }

  /// What the model finds.
  public enum Purpose: String, CaseIterable, Sendable {
    /// Boxes.
    case detect
    /// Boxes with masks.
    case segment
  }

  /// Who takes out the boxes that overlap a better one.
  public enum Suppression: String, CaseIterable, Sendable {
    /// Nobody has; the rows hold every place with all scores.
    case raw
    /// The file itself, with limits that were fixed when it was exported (`nms=True`).
    case builtIn
    /// The model has learned to answer each object once (YOLOv10 and 26).
    case endToEnd
  }

  /// How many images one run takes.
  public enum Batch: Hashable, Sendable {
    case fixed(Int)
    case free
  }

  public var family: Family
  public var purpose: Purpose
  /// Names by label index, from 0, without control characters.
  public var labels: [String]
  /// The size at which the model was trained, in pixels.
  public var inputSize: ImageSize
  /// Whether the model takes other sizes than ``inputSize``, in multiples of ``stride``.
  public var isSizeFree: Bool
  /// The coarsest step of the model's grids, in pixels.
  public var stride: Int
  public var batch: Batch
  public var suppression: Suppression
  /// The release of Ultralytics that exported it; empty where the file does not say.
  public var version: String

  /// One line about it: `yolo detect, 4 labels, 640x640`.
  public var summary: String {
    let count = "\(labels.count) label\(labels.count == 1 ? "" : "s")"
    let size = "\(inputSize.width)x\(inputSize.height)"
    let form = isSizeFree ? "\(size) and other sizes" : size
    switch suppression {
    case .raw: return "\(family) \(purpose), \(count), \(form)"
    case .builtIn: return "\(family) \(purpose), \(count), \(form), suppression built in"
    case .endToEnd: return "\(family) \(purpose), \(count), \(form), end to end"
    }
  }
}
