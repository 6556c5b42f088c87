import EmendCore
import Yams

/// One line of `emend.yaml`: what it is called, what it means and how it is read.
struct SettingKey {
  var section: String
  /// Empty where the section is one value.
  var name: String
  /// One sentence, for the template.
  var summary: String
  /// The default as YAML.
  var standard: String
  var read: (Node, inout YAMLReader, inout ProjectSettings) -> Void

  private typealias Path<Value> = WritableKeyPath<ProjectSettings, Value>

  /// In the order of the template; every key that is not here is a problem.
  static var all: [SettingKey] {
    queue + review + predict + texts + pipelines + images + runtime + train
  }

  private static var queue: [SettingKey] {
    [
      choice(
        "queue", "strategy", \.queue.strategy,
        "What makes an object worth a look: entropy, margin, least-confidence, random, oldest."),
      choice(
        "queue", "aggregate", \.queue.aggregate,
        "How objects' values become their image's: max, mean, sum."),
      number(
        "queue", "control-share", \.queue.controlShare, 0...1,
        "The share of images taken at random, so that measures made on the reviewed stay fair."),
      integer(
        "queue", "seed", \.queue.wholeSeed, 0...Int.max, "Another number gives another shuffle."),
    ]
  }

  private static var review: [SettingKey] {
    [
      number(
        "review", "threshold", \.review.threshold, 0...1,
        "Predictions below this score are hidden until the review lowers it."),
      text("review", "keymap", \.review.keymap, "The keys: a file of the keymaps' folder."),
      text(
        "review", "theme", \.review.theme, "The colours: dusk, dawn, plain, or one of your own."),
      choice(
        "review", "tags", \.review.look.tags,
        "Names in the picture: all objects, selected, none; t changes it."),
      choice(
        "review", "masks", \.review.look.masks,
        "The inside of masks and polygons: hatch, tint, outline; M changes it."),
      integer(
        "review", "outline", \.review.look.outline, 0...3,
        "How thick outlines are, in pixels, 1 to 3; 0 goes by the object's size."),
      integer(
        "review", "picture-memory", \.review.pictureMemory, 16...1_000_000,
        "Megabytes for decoded images; what takes more than half of it goes to a temporary file."),
      text(
        "review", "segmenter", \.review.segmenter,
        "The model that finds masks from clicks: its name, none, or empty for the newest."),
    ]
  }

  private static var predict: [SettingKey] {
    [
      number(
        "predict", "score-floor", \.predict.scoreFloor, 0...1,
        "Predictions below this score are not kept."),
      SettingKey(
        section: "predict", name: "label-floors",
        summary: "Other floors for some labels, as {dent: 0.4, scratch: 0.1}.", standard: "{}",
        read: { node, reader, settings in
          for entry in reader.entries(of: node) {
            if let floor = reader.number(entry.value, in: 0...1) {
              settings.predict.labelFloors[entry.key] = floor
            }
          }
        }),
      number(
        "predict", "overlap-limit", \.predict.overlapLimit, 0...1,
        "Of two boxes of one label that overlap more than this, the weaker is dropped."),
      choice(
        "predict", "decoding", \.predict.decoding,
        "full, as models were trained, or scaled: large JPEGs decoded smaller, which is faster."),
      integer("predict", "batch", \.predict.batch, 1...1024, "Images in one run of the model."),
      text(
        "predict", "provider", \.predict.provider,
        "What the model runs on: cpu, cuda, tensorrt, openvino; of several the first that runs."),
      integer(
        "predict", "threads", \.predict.threads, 0...1024,
        "Processor threads of the model; 0 for one a core."),
      integer(
        "predict", "slice", \.predict.slice, 0...100_000,
        "Small objects are looked for in overlapping squares of so many pixels too; 0 for none."),
      number(
        "predict", "slice-overlap", \.predict.sliceOverlap, 0...0.9,
        "The share of such a square that its neighbour has too."),
    ]
  }

  /// Of models that are asked with texts.
  private static var texts: [SettingKey] {
    [
      number(
        "predict", "text-floor", \.predict.textFloor, 0...1,
        "Boxes that a phrase was found at are not kept where it scores less than this."),
      SettingKey(
        section: "predict", name: "templates",
        summary: "Sentences that CLIP and SigLIP compare images with; {} becomes a phrase.",
        standard: "[\"This is a photo of {}.\"]",
        read: { node, reader, settings in
          guard let texts = reader.texts(node), !texts.isEmpty else { return }
          guard texts.allSatisfy({ $0.ranges(of: "{}").count == 1 }) else {
            return reader.note(node, "each template needs {} once, where the phrase goes")
          }
          settings.predict.templates = texts
        }),
      SettingKey(
        section: "prompts", name: "",
        summary: "What models that take texts look for: {dent: a dent, scratch: [scratch, mark]}.",
        standard: "{}",
        read: { node, reader, settings in
          for entry in reader.entries(of: node) {
            if let phrases = reader.texts(entry.value), !phrases.isEmpty {
              settings.prompts[entry.key] = phrases
            }
          }
        }),
    ]
  }

  private static var pipelines: [SettingKey] {
    [
      SettingKey(
        section: "pipelines", name: "",
        summary:
          "Models one after the other: {plates: {boxes: MODEL, masks: MODEL, labels: MODEL}}.",
        standard: "{}",
        read: { node, reader, settings in
          for entry in reader.entries(of: node) {
            settings.pipelines[entry.key] = PipelineSettings(entry, &reader)
          }
        })
    ]
  }

  private static var images: [SettingKey] {
    [
      integer(
        "images", "megapixel-limit", \.images.megapixelLimit, 1...4000,
        "Larger images are refused before memory is taken.")
    ]
  }

  private static var runtime: [SettingKey] {
    [
      text(
        "runtime", "path", \.runtime.path,
        "The path of ONNX Runtime's library; empty to look for it.")
    ]
  }

  private static var train: [SettingKey] {
    [
      choice(
        "train", "trainer", \.train.trainer,
        "small, the one that comes with emend, or command."),
      text(
        "train", "command", \.train.command,
        "What the trainer `command` runs, with {snapshot}, {out} and {parent} filled in."),
      number("train", "minutes", \.train.minutes, 0.01...100_000, "How long `small` may take."),
      choice(
        "train", "promote", \.train.promotion,
        "When the new model takes over: better, never, always."),
      number(
        "train", "held-out-share", \.train.heldOutShare, 0...0.9,
        "The share of reviewed images that is kept for measuring."),
    ]
  }
}

// MARK: - Kinds

extension SettingKey {
  private static func number(
    _ section: String, _ name: String, _ path: Path<Double>, _ range: ClosedRange<Double>,
    _ summary: String
  ) -> SettingKey {
    SettingKey(
      section: section, name: name, summary: summary,
      standard: DecimalText.shortest(ProjectSettings()[keyPath: path])
    ) { node, reader, settings in
      if let value = reader.number(node, in: range) { settings[keyPath: path] = value }
    }
  }

  private static func integer(
    _ section: String, _ name: String, _ path: Path<Int>, _ range: ClosedRange<Int>,
    _ summary: String
  ) -> SettingKey {
    SettingKey(
      section: section, name: name, summary: summary,
      standard: String(ProjectSettings()[keyPath: path])
    ) { node, reader, settings in
      if let value = reader.integer(node, in: range) { settings[keyPath: path] = value }
    }
  }

  private static func text(
    _ section: String, _ name: String, _ path: Path<String>, _ summary: String
  ) -> SettingKey {
    SettingKey(
      section: section, name: name, summary: summary,
      standard: YAMLText.scalar(ProjectSettings()[keyPath: path])
    ) { node, reader, settings in
      if let value = reader.text(node) { settings[keyPath: path] = value }
    }
  }

  private static func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ section: String, _ name: String, _ path: Path<Choice>, _ summary: String
  ) -> SettingKey {
    SettingKey(
      section: section, name: name, summary: summary,
      standard: ProjectSettings()[keyPath: path].rawValue
    ) { node, reader, settings in
      if let value = reader.choice(node, of: Choice.self) { settings[keyPath: path] = value }
    }
  }
}

extension QueueSettings {
  /// The seed as YAML's whole numbers have it.
  fileprivate var wholeSeed: Int {
    get { Int(clamping: seed) }
    set { seed = UInt64(clamping: newValue) }
  }
}
