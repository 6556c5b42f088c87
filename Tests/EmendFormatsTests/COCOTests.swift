import EmendCore
import EmendFormats
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
}
