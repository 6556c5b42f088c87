/// What is held of one image as a whole.
public struct ImageState: Hashable, Sendable {
  public enum Progress: String, CaseIterable, Sendable {
    case open
    case reviewed
    case skipped
  }

  public var progress: Progress
  public var isFlagged: Bool
  public var comment: String

  public init(progress: Progress = .open, isFlagged: Bool = false, comment: String = "") {
    self.progress = progress
    self.isFlagged = isFlagged
    self.comment = comment
  }
}

/// Where an image stands in the queue, and why.
public struct QueuePlace: Hashable, Sendable {
  /// From 1; counts the images that are still to be reviewed.
  public var position: Int
  /// How many images are still to be reviewed.
  public var remaining: Int
  /// In words: "dent 0.48 / scratch 0.45".
  public var reason: String

  public init(position: Int, remaining: Int, reason: String) {
    self.position = position
    self.remaining = remaining
    self.reason = reason
  }
}

/// One image with everything that a reviewer decides on.
public struct ReviewImage: Equatable, Sendable, Identifiable {
  public let id: ImageID
  /// The path below the project folder, fit for a terminal.
  public var name: String
  public var size: ImageSize
  public var state: ImageState
  /// Counts the decisions on the image as a whole.
  public var revision: Int
  /// Nil when the image is not in the queue.
  public var place: QueuePlace?
  /// The champion's name, or "no model".
  public var model: String
  public var objects: [ReviewObject]

  public init(
    id: ImageID, name: String, size: ImageSize, state: ImageState, revision: Int,
    place: QueuePlace?, model: String, objects: [ReviewObject]
  ) {
    self.id = id
    self.name = name
    self.size = size
    self.state = state
    self.revision = revision
    self.place = place
    self.model = model
    self.objects = objects
  }
}
