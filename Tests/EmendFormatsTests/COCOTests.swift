import EmendCore
import EmendFormats
import EmendTestSupport
import Testing

@Suite struct COCOTests {
  static let foreign = """
    {"info": {"year": 2017, "Ünï": "\\u00e9\\ud83d\\ude00"}, "licenses": [], "images": [
     {"license": 4, "file_name": "b.jpg", "height": 4, "width": 6, "id": 397133},
     {"license": 4, "file_name": "a.jpg", "height": 4, "width": 6, "id": 37777}],
     "annotations": [
     {"segmentation": [[2, 1, 5, 1.50, 5, 3, 2.0, 3]], "area": 5.25, "iscrowd": 0,
      "image_id": 37777, "bbox": [2, 1, 3.0001, 2], "category_id": 90, "id": 900100012345678901},
     {"segmentation": {"counts": [9, 2, 2, 2, 2, 2, 5], "size": [4, 6]}, "area": 6,
      "iscrowd": 1, "image_id": 397133, "bbox": [2, 1, 3, 2], "category_id": 1, "id": 0,
      "keypoints": [1, 2, 2], "attributes": {"z": 1e2, "a": null}},
     {"id": 7, "bbox": [0.1, 0.2, 0.30000000000000004, 1e-7], "image_id": 37777,
      "category_id": 1}],
     "categories": [{"supercategory": "x", "id": 90, "name": "toothbrush"},
     {"supercategory": "person", "id": 1, "name": "person"}]}
    """

  static func read(_ text: String) throws -> Dataset {
    try COCOReader.read(Array(text.utf8), file: "truth.json")
  }

  static func text(_ dataset: Dataset) -> String {
    String(decoding: COCOWriter.bytes(of: dataset), as: UTF8.self)
  }

  @Test func whatIsWrittenOnAnObjectIsItsText() throws {
    var dataset = try Self.read(
      """
      {"images": [{"id": 1, "file_name": "a.jpg", "width": 6, "height": 4}],
       "annotations": [
        {"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 2, 2], "text": "A \\"7\\""},
        {"id": 2, "image_id": 1, "category_id": 1, "bbox": [1, 1, 2, 2], "text": {"a": 1}},
        {"id": 3, "image_id": 1, "category_id": 1, "bbox": [1, 1, 2, 2], "text": ""}],
       "categories": [{"id": 1, "name": "word"}]}
      """)
    #expect(dataset.images[0].objects.map(\.text) == ["A \"7\"", "", ""])
    #expect(Self.text(dataset).contains(#""text":"A \"7\"""#))
    #expect(Self.text(dataset).contains(#""text":{"a":1}"#))
    dataset.images[0].objects[0].text = ""
    dataset.images[0].objects[2].text = "B"
    #expect(try Self.read(Self.text(dataset)).images[0].objects.map(\.text) == ["", "", "B"])
    #expect(!Self.text(dataset).contains("A "))
  }

  @Test func labelsAndImagesKeepTheirOrder() throws {
    let dataset = try Self.read(Self.foreign)
    #expect(dataset.labels.map(\.name) == ["toothbrush", "person"])
    #expect(dataset.images.map(\.path.display) == ["b.jpg", "a.jpg"])
    #expect(dataset.images[0].objects.map(\.isCrowd) == [true])
    #expect(dataset.images[0].objects[0].shape.bounds == Box(x: 2, y: 1, width: 3, height: 2))
    #expect(dataset.images[1].objects.map(\.label) == [LabelID(0), LabelID(1)])
  }

  @Test func aForeignFileComesOutWithItsValues() throws {
    let dataset = try Self.read(Self.foreign)
    let text = Self.text(dataset)
    #expect(Self.text(try Self.read(text)) == text)
    #expect(text.contains(#""area":5.25"#))
    #expect(text.contains(#""bbox":[2,1,3.0001,2]"#))
    #expect(text.contains(#""id":900100012345678901"#))
    #expect(text.contains(#"{"z":1e2,"a":null}"#))
    #expect(text.contains(#""counts":[9,2,2,2,2,2,5]"#))
    #expect(text.contains(#""bbox":[0.1,0.2,0.30000000000000004,1e-07]"#))
  }

  @Test func whatBelongedToAnotherShapeIsLeftOut() throws {
    var dataset = try Self.read(Self.foreign)
    dataset.images[1].objects[0].shape = .box(Box(x: 0, y: 0, width: 2, height: 1))
    dataset.images[1].objects[0].label = LabelID(1)
    let text = Self.text(dataset)
    #expect(text.contains(#""bbox":[0,0,2,1],"category_id":1,"id":900100012345678901"#))
    #expect(!text.contains("5.25"))
    #expect(!text.contains("3.0001"))
  }

  @Test func newRecordsGetTheIdsAfterTheLargest() throws {
    var dataset = try Self.read(Self.foreign)
    let box = DatasetObject(label: LabelID(2), shape: .box(Box(x: 0, y: 0, width: 2, height: 1)))
    dataset.labels.append(DatasetLabel(id: LabelID(2), name: "new"))
    dataset.images.append(DatasetImage(path: ImagePath("c.jpg"), size: nil, objects: [box]))
    dataset.images.append(dataset.images[0])
    dataset.images[3].objects = []
    let text = Self.text(dataset)
    #expect(text.contains(#"{"id":91,"name":"new"}"#))
    #expect(text.contains(#"{"file_name":"c.jpg","id":397134}"#))
    #expect(text.contains(#""id":397135"#))
    #expect(text.contains(#""image_id":397134,"bbox":[0,0,2,1],"category_id":91,"id":8"#))
  }

  @Test func ourOwnFileHasIdsFromOneAndALineForEachRecord() {
    let box = DatasetObject(label: LabelID(0), shape: .box(Box(x: 0.1, y: 0, width: 2, height: 1)))
    let size = ImageSize(width: 6, height: 4)
    let mask = DatasetObject(
      label: LabelID(0), shape: .mask(Mask(size: size, runs: [9, 2, 13])), isCrowd: true, score: 0.5
    )
    let dataset = Dataset(
      labels: [DatasetLabel(id: LabelID(0), name: "dent")],
      images: [
        DatasetImage(path: ImagePath("a.jpg"), size: size, objects: [box, mask]),
        DatasetImage(path: ImagePath(bytes: [0xff, 0x62]), size: nil),
      ])
    #expect(
      Self.text(dataset) == """
        {"info":{"description":"Written by emend"},
        "categories":[
        {"id":1,"name":"dent"}
        ],
        "images":[
        {"id":1,"file_name":"a.jpg","width":6,"height":4},
        {"id":2,"file_name":"\\\\xffb"}
        ],
        "annotations":[
        {"id":1,"image_id":1,"category_id":1,"bbox":[0.1,0,2,1],"area":2,"iscrowd":0},
        {"id":2,"image_id":1,"category_id":1,"bbox":[2,1,1,2],"area":2,"iscrowd":1,\
        "segmentation":{"size":[4,6],"counts":"92="},"score":0.5}
        ]}

        """)
  }

  @Test func randomDatasetsComeBackToTheSameBytes() throws {
    for seed in 0..<50 {
      var random = SeededGenerator(seed: UInt64(seed))
      let text = Self.text(random.scored(random.dataset(images: 8)))
      #expect(Self.text(try Self.read(text)) == text, "seed \(seed)")
    }
  }

  @Test func changedExtrasAreAsGoodAsNone() {
    let label = DatasetLabel(id: LabelID(0), name: "dent", extras: "{\"coco\":")
    let dataset = Dataset(labels: [label], images: [], extras: "nonsense")
    #expect(Self.text(dataset).contains(#"{"id":1,"name":"dent"}"#))
  }
}
