public import EmendCore

/// What a project's `emend.yaml` sets; the defaults where it says nothing.
public struct ProjectSettings: Hashable, Sendable {
  public var queue = QueueSettings()
  public var review = ReviewSettings()
  public var predict = PredictSettings()
  public var images = ImageSettings()
  public var runtime = RuntimeSettings()
  public var train = TrainSettings()
  /// What models that take texts are asked with, by label name; the name itself where none is.
  public var prompts: [String: [String]] = [:]
  /// By name.
  public var pipelines: [String: PipelineSettings] = [:]

  public init() {}
}

/// How the review screen looks and what it shows at first.
public struct ReviewSettings: Hashable, Sendable {
  /// Predictions below this score are hidden at first, `0...1`.
  public var threshold = 0.25
  /// The name of a keymap.
  public var keymap = "letters"
  /// The name of a theme.
  public var theme = "dusk"
  /// How marks are drawn at first.
  public var look = OverlayLook()
  /// For decoded images, in millions of bytes.
  public var pictureMemory = 256
  /// The name of the model by which clicks become masks, or `none`; empty for the newest.
  public var segmenter = ""

  public init() {}
}

/// What predictions are made and kept.
public struct PredictSettings: Hashable, Sendable {
  /// Predictions below this score are not kept, `0...1`.
  public var scoreFloor = 0.05
  /// Other floors, by label name.
  public var labelFloors: [String: Double] = [:]
  /// Of two boxes of one label that overlap more, the weaker is dropped, `0...1`.
  public var overlapLimit = 0.7
  /// Boxes that a text was found at are not kept where their best phrase scores less, `0...1`.
  public var textFloor = 0.05
  /// Sentences with a place `{}` for a phrase, for models that compare images with texts.
  public var templates: [String] = ["This is a photo of {}."]
  /// Images in one run of the model, from 1.
  public var batch = 8
  /// What the model runs on, or several by commas: the first that runs on a machine is taken.
  public var provider = "cpu"
  /// How much of a JPEG is decoded for the model.
  public var decoding = Decoding.full
  /// Processor threads of the model's runtime; 0 for one a core.
  public var threads = 0
  /// The side in pixels of the squares in which small objects are looked for too; 0 for none.
  public var slice = 0
  /// The share of a square that its neighbour has too, `0...0.9`.
  public var sliceOverlap = 0.2

  public init() {}

  /// How much of a JPEG is decoded for a model that takes fewer pixels.
  public enum Decoding: String, CaseIterable, Sendable {
    /// Every pixel, as the peers do: the model's input is theirs.
    case full
    /// By 2, 4 or 8 smaller, which is faster; the input differs a little from the peers'.
    case scaled
  }

  /// The score below which predictions of a label are not kept.
  public func floor(of label: String) -> Double { labelFloors[label] ?? scoreFloor }
}

/// Which images are taken.
public struct ImageSettings: Hashable, Sendable {
  /// Larger ones are refused before memory is taken; in millions of pixels.
  public var megapixelLimit = 500

  public var pixelLimit: Int { megapixelLimit * 1_000_000 }

  public init() {}
}

/// Where the library that runs models is.
public struct RuntimeSettings: Hashable, Sendable {
  /// The path of ONNX Runtime's library; empty to look for it.
  public var path = ""

  public init() {}
}

/// How `emend train` makes the next model version.
public struct TrainSettings: Hashable, Sendable {
  public enum Trainer: String, CaseIterable, Sendable {
    /// The small one that comes with emend.
    case small
    /// The command of the settings.
    case command
  }

  /// When a challenger becomes the champion.
  public enum Promotion: String, CaseIterable, Sendable {
    case better
    case never
    case always
  }

  public var trainer = Trainer.small
  /// A shell command with `{snapshot}`, `{out}` and `{parent}`.
  public var command = ""
  /// How long the small trainer may take, from 1.
  public var minutes = 10.0
  public var promotion = Promotion.better
  /// The share of reviewed images that is kept for measuring, `0...1`.
  public var heldOutShare = 0.2

  public init() {}
}
