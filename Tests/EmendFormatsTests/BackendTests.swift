import EmendCore
import EmendFormats
import Testing

@Suite struct BackendTests {
  @Test(arguments: [
    BackendCard(.worker(WorkerProgram(words: ["python3", "a b.py", "\u{1b}[2J"]))),
    BackendCard(
      .worker(
        WorkerProgram(
          words: ["./run"], folder: "/models/x", files: [.init(path: "w.pt", digest: "ab")],
          processes: 3, startTimeout: 1.5, options: .object([.init("task", .string("<OD>"))]))),
      purpose: .segment, labels: ["dent", "yes", "7"], timeout: 0.25),
    BackendCard(
      .labelStudio(LabelServer(address: "http://a:9090/", sending: .path, batch: 2, retries: 0)),
      purpose: .classify, labels: ["dent"]),
  ])
  func whatIsKeptComesBack(_ card: BackendCard) throws {
    #expect(try BackendCard(card.json.text, file: "a.json") == card)
  }

  @Test func aCardOfAFewLinesIsEnough() throws {
    let card = try BackendCard("command: [python3, tiny.py]\nfiles: [w.pt]\n", file: "a.yaml")
    let program = WorkerProgram(words: ["python3", "tiny.py"], files: [.init(path: "w.pt")])
    #expect(card == BackendCard(.worker(program)))
    #expect(
      try BackendCard("url: http://a:9090/", file: "a.yaml")
        == BackendCard(.labelStudio(LabelServer(address: "http://a:9090"))))
  }

  @Test(arguments: [
    ("command: python3 tiny.py", "a.yaml:1: must be a list of words"),
    ("comand: [python3]", "a.yaml:1: there is no key \"comand\"; did you mean \"command\"?"),
    ("labels: [a]", "a.yaml:1: has no command"),
    ("url: host:9090", "a.yaml:1: has no url that begins with http://"),
    ("command: [a]\nbackend: lable-studio", "a.yaml:2: is \"lable-studio\""),
    ("command: [a]\ntimeout: -3", "a.yaml:2: must be a number from 0.1 to 86400"),
    ("command: [a]\nprocesses: many", "a.yaml:2: must be a whole number from 1 to 256"),
    ("command: [a", "a.yaml:"),
  ])
  func aFaultIsNamedWithItsLine(_ text: String, _ sentence: String) {
    let error = #expect(throws: FormatError.self) { try BackendCard(text, file: "a.yaml") }
    #expect(error?.description.contains(sentence) == true, "\(String(describing: error))")
  }

  @Test func aRequestIsOneLineThatAnyReaderTakes() throws {
    let request = WorkerRequest(
      id: 7, path: "/a/plate \"1\"\n.jpg", sha256: "ab", size: ImageSize(width: 4, height: 3),
      orientation: 6, labels: ["dent"])
    #expect(
      String(decoding: request.line, as: UTF8.self)
        == #"{"id":7,"path":"/a/plate \"1\"\n.jpg","sha256":"ab","width":4,"height":3,"#
        + #""orientation":6,"labels":["dent"]}"# + "\n")
  }
}

@Suite struct WorkerLineTests {
  private static let size = ImageSize(width: 8, height: 4)

  private func read(_ text: String) throws -> WorkerLine {
    try WorkerLine(Array(text.utf8), number: 12, file: "w's output")
  }

  @Test func objectsOfEveryShapeAreRead() throws {
    let line = try read(
      """
      {"id": 3, "objects": [
        {"label": "dent", "score": 0.25, "bbox": [1, 2, 3, 1.5]},
        {"label": "dent", "segmentation": [[0, 0, 4, 0, 4, 3.5]], "text": "A 7"},
        {"label": "odd", "score": 1, "segmentation": {"size": [4, 8], "counts": [2, 3, 27]}}],
       "labels": [{"label": "worn", "score": 0.75}]}
      """)
    #expect(line.content == .answer(id: 3))
    let ring = [ImagePoint(x: 0, y: 0), ImagePoint(x: 4, y: 0), ImagePoint(x: 4, y: 3.5)]
    let answer = BackendAnswer(
      objects: [
        NamedObject(
          NamedScore(label: "dent", score: 0.25),
          .box(Box(x: 1, y: 2, width: 3, height: 1.5))),
        NamedObject(
          NamedScore(label: "dent", score: 1), .polygon(Polygon(rings: [ring])), text: "A 7"),
        NamedObject(
          NamedScore(label: "odd", score: 1),
          .mask(try Mask(size: Self.size, checking: [2, 3, 27]))),
      ], labels: [NamedScore(label: "worn", score: 0.75)])
    #expect(try line.answer(size: Self.size) == .success(answer))
  }

  @Test func aWorkerSaysThatItIsReadyOrWhyItHasNoAnswer() throws {
    #expect(try read(#"{"ready": 1}"#).content == .ready(version: 1))
    let line = try read(#"{"id": 1, "error": "no text \u001b[2J"}"#)
    let refusal = #expect(throws: WorkerFailure.self) { try line.answer(size: Self.size).get() }
    #expect(refusal?.description == #"no text \x1b[2J"#)
  }

  @Test(arguments: [
    ("Loading\u{1b}[2J weights", #"is no JSON: "Loading\x1b[2J weights""#),
    (#"{"objects": []}"#, "has no id"),
    (#"{"id": 1}"#, "objects are missing"),
    (#"{"id": 1, "objects": {}}"#, "objects must be a list"),
    (#"{"id": 1, "objects": [{"bbox": [0, 0, 1, 1]}]}"#, "objects[0].label must be"),
    (
      #"{"id": 1, "objects": [{"label": "a", "bbox": [0, 0, 1]}]}"#,
      "objects[0].bbox must be four numbers"
    ),
    (
      #"{"id": 1, "objects": [{"label": "a", "score": 1.5, "bbox": [0, 0, 1, 1]}]}"#,
      "objects[0].score must be a number from 0 to 1"
    ),
    (
      #"{"id": 1, "objects": [{"label": "a", "bbox": [9, 0, 1, 1]}]}"#,
      "objects[0].bbox lies outside its image of 8x4"
    ),
    (
      #"{"id":1,"objects":[{"label":"a","segmentation":{"size":[8,4],"counts":[32]}}]}"#,
      "objects[0].segmentation.size is not the image's height and width"
    ),
    (#"{"id": 1, "labels": [{"label": ""}]}"#, "labels[0].label must be"),
  ])
  func aWrongLineIsNamed(_ text: String, _ sentence: String) {
    let error = #expect(throws: FormatError.self) {
      _ = try read(text).answer(size: Self.size)
    }
    let said = String(describing: error)
    #expect(said.contains("w's output:12: \(sentence)"), "\(said)")
  }
}
