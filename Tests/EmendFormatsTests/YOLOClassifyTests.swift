import EmendCore
import EmendFormats
import Testing

@Suite struct YOLOClassifyTests {
  private func dataset(
    _ images: [(path: String, split: String?, label: Int?)], labels: [String] = ["cat", "big dog"]
  ) -> Dataset {
    Dataset(
      labels: labels.enumerated().map { DatasetLabel(id: LabelID($0), name: $1) },
      images: images.map {
        DatasetImage(
          path: ImagePath($0.path), size: nil, split: $0.split,
          label: $0.label.map { LabelID($0) })
      })
  }

  @Test func eachImageGoesIntoTheFolderOfItsLabel() throws {
    let export = try YOLOExport.classified(
      dataset([
        ("a/1.jpg", "val", 0), ("1.jpg", nil, 1), ("a/./1.jpg", "val", 0),
        ("../x/1.jpg", "test", 1),
        ("2.jpg", "train", nil),
      ]))
    #expect(
      export.images.map(\.target.text) == [
        "val/cat/a/1.jpg", "train/big dog/1.jpg", "val/cat/a/1-2.jpg", "test/big dog/x/1.jpg",
      ])
    #expect(export.images.map(\.source.text) == ["a/1.jpg", "1.jpg", "a/./1.jpg", "../x/1.jpg"])
    #expect(export.files.isEmpty)
    #expect(
      export.problems.map(\.description) == ["images: 1 without a label of their own were left out"]
    )
  }

  @Test func objectsAreToldOf() throws {
    var data = dataset([("1.jpg", nil, 0)])
    data.images[0].objects = [
      DatasetObject(label: LabelID(0), shape: .box(Box(x: 0, y: 0, width: 1, height: 1)))
    ]
    let problems = try YOLOExport.classified(data).problems
    #expect(problems.map(\.description)[0].hasPrefix("objects: 1 were left out"))
  }

  @Test(arguments: ["a/b", "..", ".", String(repeating: "x", count: 256)])
  func aLabelThatCanBeNoFolderIsRefused(name: String) {
    let error = #expect(throws: FormatError.self) {
      try YOLOExport.classified(dataset([("1.jpg", nil, 0)], labels: [name]))
    }
    #expect(error?.description.contains("can be no folder") == true)
  }
}

extension ImagePath {
  fileprivate var text: String { String(decoding: bytes, as: UTF8.self) }
}
