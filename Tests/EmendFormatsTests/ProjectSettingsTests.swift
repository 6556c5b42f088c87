import EmendCore
import EmendFormats
import Testing

@Suite struct ProjectSettingsTests {
  @Test func theTemplateSaysWhatTheDefaultsAre() {
    let (settings, problems) = ProjectSettings.read(ProjectSettings.template, file: "emend.yaml")
    #expect(settings == ProjectSettings())
    #expect(problems == [])
    #expect(ProjectSettings.template.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test(arguments: ["", "# nothing\n", "queue:\n", "queue: {}\n", "---\n"])
  func whatIsNotSaidIsTheDefault(_ text: String) {
    let (settings, problems) = ProjectSettings.read(text, file: "emend.yaml")
    #expect(settings == ProjectSettings())
    #expect(problems == [])
  }

  static let everyKey = """
    queue: {strategy: least-confidence, aggregate: max, control-share: 0.5, seed: 7}
    review: {threshold: 0.4, keymap: mine, theme: dawn}
    predict:
      score-floor: 0.1
      label-floors: {dent: 0.4, "no": 1}
      overlap-limit: 0.6
      batch: 2
      provider: cuda,cpu
      threads: 3
      text-floor: 0.2
      templates: ["a {}", "no {}."]
    prompts: {dent: a small dent, scratch: [mark, "a: b"]}
    pipelines: {plates: {boxes: gdino, masks: sam, labels: clip}, boxes: {boxes: gdino}}
    images: {megapixel-limit: 20}
    runtime: {path: /opt/libonnxruntime.so}
    train:
      trainer: command
      command: python train.py {snapshot} {out} {parent}
      minutes: 3
      promote: never
      held-out-share: 0.3
    """

  @Test func everyKeyIsTaken() {
    let (settings, problems) = ProjectSettings.read(Self.everyKey, file: "emend.yaml")
    var expected = ProjectSettings()
    expected.queue = QueueSettings(
      strategy: .leastConfidence, aggregate: .max, controlShare: 0.5, seed: 7)
    expected.review.threshold = 0.4
    expected.review.keymap = "mine"
    expected.review.theme = "dawn"
    expected.predict.scoreFloor = 0.1
    expected.predict.labelFloors = ["dent": 0.4, "no": 1]
    expected.predict.overlapLimit = 0.6
    expected.predict.batch = 2
    expected.predict.provider = "cuda,cpu"
    expected.predict.threads = 3
    expected.predict.textFloor = 0.2
    expected.predict.templates = ["a {}", "no {}."]
    expected.pipelines = [
      "plates": PipelineSettings(boxes: "gdino", masks: "sam", labels: "clip"),
      "boxes": PipelineSettings(boxes: "gdino"),
    ]
    expected.prompts = ["dent": ["a small dent"], "scratch": ["mark", "a: b"]]
    expected.images.megapixelLimit = 20
    expected.runtime.path = "/opt/libonnxruntime.so"
    expected.train.trainer = .command
    expected.train.command = "python train.py {snapshot} {out} {parent}"
    expected.train.minutes = 3
    expected.train.promotion = .never
    expected.train.heldOutShare = 0.3
    #expect(problems == [])
    #expect(settings == expected)
    #expect(settings.predict.floor(of: "dent") == 0.4)
    #expect(settings.predict.floor(of: "scratch") == 0.1)
  }

  struct Broken: Sendable, CustomTestStringConvertible {
    var testDescription: String { problem }
    var text: String
    var problem: String
  }

  @Test(arguments: [
    Broken(text: "que: {}", problem: "1: there is no section \"que\""),
    Broken(
      text: "queue: {}\nreveiw: {}",
      problem: "2: there is no section \"reveiw\"; did you mean \"review\"?"),
    Broken(
      text: "predict: {templates: [a dent]}",
      problem: "1: each template needs {} once, where the phrase goes"),
    Broken(
      text: "pipelines: {a: {masks: sam}}",
      problem: "1: a has no \"boxes\"; name a model that finds them"),
    Broken(text: "prompts: {dent: {a: b}}", problem: "1: must be text"),
    Broken(
      text: "queue:\n  stratgy: random",
      problem: "2: there is no \"queue.stratgy\"; did you mean \"strategy\"?"),
    Broken(
      text: "queue:\n  strategy: entrpy",
      problem: "2: is \"entrpy\", and must be one of entropy, margin, least-confidence, random, "
        + "oldest; did you mean \"entropy\"?"),
    Broken(
      text: "predict:\n  score-floor: 25",
      problem: "2: must be a number from 0 to 1"),
    Broken(text: "predict:\n  batch: 1.5", problem: "2: must be a whole number from 1 to 1024"),
    Broken(text: "predict:\n  batch: [1]", problem: "2: must be a whole number from 1 to 1024"),
    Broken(text: "review:\n  theme: [a]", problem: "2: must be text"),
    Broken(text: "queue: 5", problem: "1: must be `name: value` lines"),
    Broken(text: "- a", problem: "1: must be `name: value` lines"),
    Broken(
      text: "train:\n  minutes: 1\n  minutes: 2", problem: "2: \"minutes\" stands twice"),
    Broken(text: "train:\n  trainer: command", problem: "1: train.trainer is command, and"),
    Broken(text: "a: b: c", problem: "1: is not YAML: mapping values are not allowed"),
    Broken(text: "\"a\n", problem: "2: is not YAML: found unexpected end of stream"),
    Broken(text: "x: \u{1}", problem: "1: is not YAML: control characters are not allowed"),
  ])
  func aProblemHasItsLineAndAWayOut(_ example: Broken) {
    let (settings, problems) = ProjectSettings.read(example.text, file: "emend.yaml")
    #expect(problems.count == 1)
    let found = problems.first?.description ?? ""
    #expect(found.hasPrefix("emend.yaml:" + example.problem))
    var expected = ProjectSettings()
    if example.text.contains("trainer") { expected.train.trainer = .command }
    #expect(settings == expected)
  }

  @Test func oneProblemDoesNotHideTheNext() {
    let text = "queue:\n  seed: x\n  aggregate: mean\nreview:\n  threshold: 2\n  theme: plain"
    let (settings, problems) = ProjectSettings.read(text, file: "emend.yaml")
    #expect(problems.map(\.place) == [.line(2), .line(5)])
    #expect(settings.queue.aggregate == .mean)
    #expect(settings.review.theme == "plain")
  }
}
