public import EmendCore

/// Labels, images and their objects, in no format's words.
///
/// Readers make it, writers take it, and the project file stores it. Each `extras` is JSON text
/// with what a format held beyond these words, by the format's name; it is opaque to all but the
/// writer of that format and is kept as it is. A writer leaves out of it what no longer fits,
/// such as the foreign area of an object whose shape was changed since.
public struct Dataset: Hashable, Sendable {
  /// In the order of their indices.
  public var labels: [DatasetLabel]
  public var images: [DatasetImage]
  public var extras: String?

  public init(labels: [DatasetLabel], images: [DatasetImage], extras: String? = nil) {
    self.labels = labels
    self.images = images
    self.extras = extras
  }
}

/// A label of a dataset.
public struct DatasetLabel: Hashable, Sendable {
  public var id: LabelID
  public var name: String
  public var extras: String?

  public init(id: LabelID, name: String, extras: String? = nil) {
    self.id = id
    self.name = name
    self.extras = extras
  }
}

/// An image of a dataset with its objects.
public struct DatasetImage: Hashable, Sendable {
  /// As the file has it: relative to the images' folder (COCO) or to the dataset's folder (YOLO).
  public var path: ImagePath
  /// Of the upright image; nil where the file does not say.
  public var size: ImageSize?
  /// `train`, `val` or `test`, where the format has them.
  public var split: String?
  public var objects: [DatasetObject]
  public var extras: String?
  /// Of the image as a whole; nil where nobody gave it one.
  ///
  /// Files of objects have no place for it.
  public var label: LabelID?

  public init(
    path: ImagePath, size: ImageSize?, split: String? = nil, objects: [DatasetObject] = [],
    extras: String? = nil, label: LabelID? = nil
  ) {
    self.path = path
    self.size = size
    self.split = split
    self.objects = objects
    self.extras = extras
    self.label = label
  }
}

/// An object of a dataset.
public struct DatasetObject: Hashable, Sendable {
  public var label: LabelID
  public var shape: Shape
  /// Whether the shape stands for a group that was not told apart.
  public var isCrowd: Bool
  /// What a model gave it, `0...1`; nil for truth.
  public var score: Double?
  /// What is written there; empty for none.
  public var text: String
  public var extras: String?

  public init(
    label: LabelID, shape: Shape, isCrowd: Bool = false, score: Double? = nil, text: String = "",
    extras: String? = nil
  ) {
    self.label = label
    self.shape = shape
    self.isCrowd = isCrowd
    self.score = score
    self.text = text
    self.extras = extras
  }
}
