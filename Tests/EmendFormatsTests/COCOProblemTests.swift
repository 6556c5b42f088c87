import EmendCore
import EmendFormats
import EmendTestSupport
import Testing

@Suite struct COCOProblemTests {
  struct Broken: Sendable, CustomTestStringConvertible {
    var testDescription: String { problem }
    /// The members of the only annotation, but for its ids.
    var members: String
    var problem: String
  }

  static func text(_ members: String) -> String {
    """
    {"images": [{"id": 1, "file_name": "a.jpg", "width": 6, "height": 4}],
     "categories": [{"id": 1, "name": "dent"}],
     "annotations": [{"id": 1, \(members)}]}
    """
  }

  static let ids = #""image_id": 1, "category_id": 1, "#

  @Test(arguments: [
    Broken(members: #""category_id": 1, "bbox": [0, 0, 1, 1]"#, problem: "image_id: is missing"),
    Broken(
      members: #""image_id": 2, "category_id": 1, "bbox": [0, 0, 1, 1]"#,
      problem: "image_id: is 2, and there is no image with that id"),
    Broken(
      members: #""image_id": 1, "category_id": 7, "bbox": [0, 0, 1, 1]"#,
      problem: "category_id: is 7, and there is no category with that id"),
    Broken(members: ids + #""area": 1"#, problem: "bbox: is missing"),
    Broken(members: ids + #""bbox": [0, 0, 1]"#, problem: "bbox: must be four numbers"),
    Broken(members: ids + #""bbox": [0, 0, 1, 1e999]"#, problem: "bbox: must be four numbers"),
    Broken(members: ids + #""bbox": [0, 0, 1e200, 1e200]"#, problem: "bbox: must be four numbers"),
    Broken(members: ids + #""bbox": [0, 0, -1, 1]"#, problem: "bbox: has a width or height"),
    Broken(
      members: ids + #""bbox": [0, 0, 1, 1], "iscrowd": 2"#, problem: "iscrowd: must be 0 or 1"),
    Broken(
      members: ids + #""segmentation": [[1, 2, 3, 4]]"#, problem: "segmentation[0]: must be x and y"
    ),
    Broken(
      members: ids + #""segmentation": [[1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6, 7]]"#,
      problem: "segmentation[1]: must be x and y"),
    Broken(members: ids + #""segmentation": 5"#, problem: "segmentation: must be a list"),
    Broken(
      members: ids + #""segmentation": {"size": [6, 4], "counts": [24]}"#,
      problem: "segmentation.size: is not the image's"),
    Broken(
      members: ids + #""segmentation": {"size": [4, 6], "counts": [23]}"#,
      problem: "segmentation.counts: is no mask: the runs add up to 23, expected 24"),
    Broken(
      members: ids + #""segmentation": {"size": [4, 6], "counts": "9 "}"#,
      problem: "segmentation.counts: is no mask: character 2"),
    Broken(
      members: ids + #""segmentation": {"size": [4, 6]}"#,
      problem: "segmentation.counts: must be text"),
    Broken(
      members: ids + #""bbox": [0, 0, 1, 1], "score": 2"#, problem: "score: must be a number from 0"
    ),
  ])
  func anObjectThatCannotBeReadIsNamed(_ example: Broken) throws {
    let error = try #require(throws: FormatError.self) {
      try COCOTests.read(Self.text(example.members))
    }
    #expect(error.code == .content)
    #expect(error.description.hasPrefix("truth.json: annotations[0]." + example.problem))
  }

  @Test(arguments: [
    ("[]", "truth.json: is a list, as results files are"), ("5", "truth.json: is no COCO file"),
    ("{}", "truth.json: images: is missing"), (#"{"images": {}}"#, "truth.json: images: must be a"),
    (#"{"images": [7]}"#, "truth.json: images[0]: must be an object"),
    (#"{"images": [{"id": 1}]}"#, "truth.json: images[0].file_name: must be text"),
    (#"{"images": [{"file_name": "a"}]}"#, "truth.json: images[0].id: must be a number"),
    (
      #"{"images": [{"id": 1, "file_name": "a", "width": 0, "height": 1}]}"#,
      "truth.json: images[0].width: must be a whole number above 0"
    ),
    (
      #"{"images": [{"id": 1, "file_name": "a", "width": 99999, "height": 99999}]}"#,
      "truth.json: images[0].width: and height give more than 4,294,967,295 pixels"
    ),
    (
      #"{"images": [], "categories": [{"id": 1, "name": "a"}, {"id": 1.0, "name": "b"}]}"#,
      "truth.json: categories[1].id: is the id of an earlier one"
    ),
  ])
  func aFileThatIsNotOneIsNamed(text: String, start: String) throws {
    let error = try #require(throws: FormatError.self) { try COCOTests.read(text) }
    #expect(error.description.hasPrefix(start))
  }

  @Test func theFirstProblemsAreListedAndTheRestCounted() throws {
    let images = Array(repeating: "{}", count: 50).joined(separator: ",")
    let error = try #require(throws: FormatError.self) {
      try COCOTests.read(#"{"images": [\#(images)]}"#)
    }
    #expect(error.count == 50)
    #expect(error.problems.count == 20)
    #expect(error.description.contains("\nand 30 more\nNothing was imported"))
  }

  @Test func nothingInAMessageControlsTheTerminal() throws {
    let error = try #require(throws: FormatError.self) {
      try COCOReader.read(Array(#"{"images": 1}"#.utf8), file: "\u{1b}]0;x\u{7}.json")
    }
    #expect(error.description == "\\x1b]0;x\\x07.json: images: must be a list")
  }

  @Test func resultsGoToTheirImages() throws {
    let dataset = try COCOTests.read(COCOTests.foreign)
    let text = """
      [{"image_id": 37777, "category_id": 1, "bbox": [1, 2, 3, 4], "score": 0.25},
       {"image_id": 37777, "category_id": 90, "score": 1,
        "segmentation": {"size": [4, 6], "counts": "9220003"}}]
      """
    let images = try COCOResults.read(Array(text.utf8), file: "r.json", for: dataset)
    #expect(images.map(\.path) == dataset.images.map(\.path))
    #expect(images.map(\.objects.count) == [0, 2])
    #expect(images[1].objects.map(\.score) == [0.25, 1])
    #expect(images[1].objects.map(\.label) == [LabelID(1), LabelID(0)])
    let unknown = #"[{"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "score": 0.25}]"#
    let error = try #require(throws: FormatError.self) {
      try COCOResults.read(Array(unknown.utf8), file: "r.json", for: dataset)
    }
    #expect(error.description == "r.json: [0].image_id: is 1, which the dataset does not have")
  }

  @Test func resultsComeBackToTheSameBytes() throws {
    var random = SeededGenerator(seed: 3)
    var dataset = random.scored(random.dataset(images: 8))
    let bytes = COCOResults.bytes(of: dataset)
    let images = try COCOResults.read(bytes, file: "r.json", for: dataset)
    for index in images.indices { dataset.images[index].objects = images[index].objects }
    #expect(COCOResults.bytes(of: dataset) == bytes)
    #expect(COCOResults.bytes(of: Dataset(labels: [], images: [])) == Array("[\n]\n".utf8))
  }
}
