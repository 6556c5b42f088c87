/// The whole state of one review: what `view` draws and `update` changes.
///
/// It holds no pixels and no handles.
public struct Session: Equatable, Sendable {
  /// What does not change while the review is open.
  public struct Setting: Equatable, Sendable {
    public var labels: [Label]
    public var keymap: Keymap
    public var theme: Theme
    public var reviewer: String
    /// 62 random bits, which keep the identifiers of sessions apart.
    public var sessionBits: UInt64

    public init(
      labels: [Label], keymap: Keymap, theme: Theme, reviewer: String, sessionBits: UInt64
    ) {
      self.labels = labels
      self.keymap = keymap
      self.theme = theme
      self.reviewer = reviewer
      self.sessionBits = sessionBits
    }

    /// A label's name; its number where the project has no such label.
    public func name(of label: LabelID) -> String {
      labels.first { $0.id == label }?.name ?? "label \(label.rawValue)"
    }

    /// What the points of a label's pose are called, and which belong together.
    public func skeleton(of label: LabelID, points: Int) -> Skeleton {
      let own = labels.first { $0.id == label }?.skeleton
      return own?.names.count == points ? own ?? .usual(points: points) : .usual(points: points)
    }

    /// The labels that may be given.
    public var offered: [Label] { labels.filter { !$0.isRetired } }
  }

  /// What the keys mean just now.
  public enum Mode: Equatable, Sendable {
    case review
    case edit(EditDraft)
    case draw(DrawDraft)
    case mask(MaskDraft)
    case pick(LabelPicker)
    case prompt(Prompt)
    case help(HelpPage)
  }

  /// A sentence at the bottom of the screen.
  public struct Notice: Equatable, Sendable {
    public enum Weight: Equatable, Sendable {
      case note
      case warning
      case failure
    }

    public var text: String
    public var weight: Weight

    public init(text: String, weight: Weight) {
      self.text = text
      self.weight = weight
    }
  }

  public let setting: Setting
  public var size: TerminalSize
  public var mode = Mode.review
  public var image: ReviewImage?
  public var selection: ObjectID?
  public var zoom = Zoom.fit
  /// Stays from image to image.
  public var tone = Tone.neutral
  public var isOverlayHidden = false
  public var overlayLook = OverlayLook()
  /// Open objects with lower scores are not shown, `0...1`.
  public var threshold: Double
  public var filter = ObjectFilter()
  public var notice: Notice?
  /// The model that answers masks.
  public var segmenter = SegmenterState.missing(advice: "no model answers masks")
  /// Why there is no image, when there is none.
  public var emptyReason: String?

  /// Keys of a sequence that is not finished.
  var typed: [Key] = []
  /// An image was asked for and has not come: keys wait in `keysAhead`.
  public internal(set) var isWaiting = false
  var keysAhead: [KeyPress] = []
  /// Steps that are not on disk yet, with the objects they change.
  public internal(set) var unsaved: [DecisionID: Set<ObjectID>] = [:]
  /// The image that each unsaved step belongs to.
  var unsavedImages: [DecisionID: ImageID] = [:]
  /// Unsaved steps that the store refused; the image that shows them was not read again yet.
  var refused: Set<DecisionID> = []
  /// Since when the selected object is shown, and the keys pressed since then.
  var shownAt = Timestamp(milliseconds: 0)
  var keysSpent = 0
  /// Counts the identifiers made so far.
  var sequence: UInt64 = 0
  /// What was heard last of the model that answers masks.
  var heard: HeardOfImage?
  /// Counts the questions to the model that answers masks.
  var questions = 0
  /// Where the mouse went down on the picture.
  var dragStart: ImagePoint?
  /// What the mouse holds while it moves the image.
  var held: ImagePoint?

  public init(setting: Setting, size: TerminalSize, threshold: Double) {
    self.setting = setting
    self.size = size
    self.threshold = threshold
  }
}

/// What the model that answers masks did with an image.
struct HeardOfImage: Equatable, Sendable {
  var image: ImageID
  var state: SegmenterState
}

/// A key and the moment it was pressed.
struct KeyPress: Equatable, Sendable {
  var key: Key
  var at: Timestamp
}

/// A box that is being moved or resized, with the points of a pose in it.
public struct EditDraft: Equatable, Sendable {
  /// What the keys move.
  public enum Part: Hashable, Sendable {
    case whole
    case edge(BoxEdge)
    /// A point of the pose, counted from 0.
    case point(Int)
  }

  public var object: ObjectID
  public var box: Box
  public var part = Part.whole
  /// The pose when its points were last set; nil for a box alone.
  ///
  /// The points follow the box from there, so that in one that was made narrow and wide again they
  /// are where they were.
  var pose: Pose?

  /// As the keys have made it.
  public var shape: Shape { pose.map { .keypoints($0.fitted(to: box)) } ?? .box(box) }

  var edge: BoxEdge? { if case .edge(let edge) = part { edge } else { nil } }
  var point: Int? { if case .point(let index) = part { index } else { nil } }
}

/// A box that is being drawn.
public struct DrawDraft: Equatable, Sendable {
  /// The first corner, once it is set.
  public var anchor: ImagePoint?
  public var cursor: ImagePoint

  /// The box so far.
  public var box: Box? { anchor.map { Box(from: $0, to: cursor) } }
}

/// The label list, narrowed by what is typed.
public struct LabelPicker: Equatable, Sendable {
  public enum Purpose: Equatable, Sendable {
    case relabel(ObjectID)
    case add(Shape)
  }

  public var purpose: Purpose
  public var text = ""
  /// Counts from 0 in the narrowed list.
  public var index = 0
}

/// A line that is being typed.
public struct Prompt: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    case command
    case filter
    case comment
    /// What is written on an object.
    case transcription(ObjectID)

    var lead: String {
      switch self {
      case .command: ":"
      case .filter: "filter: "
      case .comment: "comment: "
      case .transcription: "text: "
      }
    }
  }

  public var kind: Kind
  public var text: String
}

/// The list of keys, over the screen.
public struct HelpPage: Equatable, Sendable {
  public var context: KeyContext
  /// The first line shown, from 0.
  public var top = 0
  /// What the keys meant before.
  var back: Session.ModeBeforeHelp
}

extension Session {
  /// The mode that the help screen was opened from.
  enum ModeBeforeHelp: Equatable, Sendable {
    case review
    case edit(EditDraft)
    case draw(DrawDraft)
    case mask(MaskDraft)

    var mode: Mode {
      switch self {
      case .review: .review
      case .edit(let draft): .edit(draft)
      case .draw(let draft): .draw(draft)
      case .mask(let draft): .mask(draft)
      }
    }
  }
}
