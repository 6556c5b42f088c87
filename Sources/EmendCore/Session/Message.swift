/// Something that happened, named after the event and not after what to do about it.
public enum Message: Equatable, Sendable {
  case keyPressed(Key, at: Timestamp)
  case mouseMoved(Mouse, at: Timestamp)
  case resized(TerminalSize)
  /// The store found an image; `selecting` is the object to go to.
  case imageOpened(ReviewImage, selecting: ObjectID?, at: Timestamp)
  /// There was no image to open; `reason` says why.
  case nothingToOpen(reason: String)
  /// Everything in the step is on disk.
  case committed(DecisionID)
  /// The store took nothing of the step.
  case refused(DecisionID, reason: String)
  /// The last step was taken back or brought back; `note` says what.
  case undone(ReviewImage, selecting: ObjectID?, note: String, at: Timestamp)
  case undoRefused(reason: String)
  case pictureFailed(ImageID, reason: String)
  /// The model that answers masks has read an image.
  case imageRead(ImageID)
  case imageUnread(ImageID, reason: String)
  /// The model that answers masks cannot be used at all; `reason` says why, and a way out.
  case segmenterLost(reason: String)
  case masksAnswered(MaskAnswer)
  /// The question of this number has no answer.
  case masksUnanswered(Int, reason: String)
  /// The link or the machine is going away.
  case hangUp
}

/// What the mouse did, and where.
public struct Mouse: Hashable, Sendable {
  public enum Phase: Hashable, Sendable {
    case press
    case drag
    case release
    case wheel(ZoomStep)
    /// The button that moves the image went down.
    case hold
    /// Moved with that button held.
    case haul
  }

  public var phase: Phase
  /// In text cells from the top left of the screen; the fraction is the place within the cell,
  /// one half where the terminal tells no more than the cell.
  public var x: Double
  public var y: Double

  public init(phase: Phase, x: Double, y: Double) {
    self.phase = phase
    self.x = x
    self.y = y
  }
}

/// Work for the edge of the program; `update` returns it and never does it.
public enum Effect: Equatable, Sendable {
  case commit(Step)
  case open(Destination)
  case undo
  case redo
  /// Ask the model for an object's masks; of several questions only the last counts.
  case askMasks(MaskQuestion)
  /// Remember where the reviewer is.
  case bookmark(Bookmark)
  case redraw
  case suspend
  case quit
}

/// An image to go to.
public enum Destination: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    case any
    case unreviewed
    case disagreement
    case flagged
  }

  public enum Direction: Hashable, Sendable {
    case next
    case previous
  }

  /// The first image of the queue that nobody else has open; not `after` itself.
  case queue(after: ImageID?)
  /// From one image along the queue's order; from beyond its end where none is open.
  case neighbour(of: ImageID?, Direction, Kind)
  case image(ImageID)
}

/// Where a reviewer is.
public struct Bookmark: Hashable, Sendable {
  public var image: ImageID
  public var object: ObjectID?
  public var zoom: Zoom
  public var threshold: Double

  public init(image: ImageID, object: ObjectID?, zoom: Zoom, threshold: Double) {
    self.image = image
    self.object = object
    self.zoom = zoom
    self.threshold = threshold
  }
}
