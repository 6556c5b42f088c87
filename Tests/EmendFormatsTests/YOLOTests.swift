import EmendCore
import EmendFormats
import Testing

@Suite struct YOLOTests {
  /// A folder in memory, whose images are all of one size.
  static func source(_ files: [String: String]) -> FolderSource {
    FolderSource(
      files: { folder in
        let inside = files.keys.filter { $0.hasPrefix("\(folder.display)/") }
        return inside.isEmpty ? nil : inside.map { ImagePath($0) }
      },
      read: { path in files[path.display].map { Array($0.utf8) } },
      size: { _ in ImageSize(width: 641, height: 427) })
  }

  static func read(_ files: [String: String]) throws -> Dataset {
    try YOLOReader.read(
      Array((files["data.yaml"] ?? "").utf8), file: "data.yaml", from: source(files))
  }

  static let foreign = [
    "data.yaml": "path: .\ntrain: train/images\nval: [val/images]\nnc: 2\nnames: ['no', b c]\n",
    "train/images/a.jpg": "", "train/labels/a.txt": "1 0.500000 0.5 0.25 1e-1\r\n0 .1 .2 .1 .1\n",
    "val/images/b.PNG": "", "val/labels/b.txt": "0 0.1 0.1 0.9 0.1 0.5 0.77777",
    "val/images/c.webp": "", "val/images/notes.md": "",
  ]

  @Test func aForeignDatasetComesOutAsItWas() throws {
    let dataset = try Self.read(Self.foreign)
    #expect(dataset.labels.map(\.name) == ["no", "b c"])
    #expect(dataset.images.map(\.split) == ["train", "val", "val"])
    #expect(dataset.images[0].objects.map(\.label) == [LabelID(1), LabelID(0)])
    let export = YOLOWriter.export(dataset, as: YOLOWriter.kind(for: dataset))
    #expect(export.files.map(\.path.display) == [
      "data.yaml", "train/labels/a.txt", "val/labels/b.txt", "val/labels/c.txt",
    ])
    #expect(String(decoding: export.files[0].bytes, as: UTF8.self) == Self.foreign["data.yaml"])
    #expect(String(decoding: export.files[2].bytes, as: UTF8.self) ==
      "0 0.1 0.1 0.9 0.1 0.5 0.77777\n")
  }

  @Test func ourOwnDatasetIsReadBackToTheSameBytes() throws {
    let mask = Mask(size: ImageSize(width: 641, height: 427), runs: [500, 20, 273_187])
    let objects = [
      DatasetObject(label: LabelID(1), shape: .box(Box(x: 1, y: 2, width: 33.3, height: 1 / 3))),
      DatasetObject(label: LabelID(0), shape: .mask(mask)),
    ]
    let size = ImageSize(width: 641, height: 427)
    let dataset = Dataset(
      labels: [DatasetLabel(id: LabelID(0), name: "no"), DatasetLabel(id: LabelID(1), name: "b: c")],
      images: [
        DatasetImage(path: ImagePath("x/a.jpg"), size: size, split: "train", objects: objects),
        DatasetImage(path: ImagePath("x/a.png"), size: size, split: "train"),
        DatasetImage(path: ImagePath("../c.png"), size: size, split: "val"),
      ])
    for kind in YOLOExport.Kind.allCases {
      let export = YOLOWriter.export(dataset, as: kind)
      #expect(export.problems.isEmpty)
      #expect(export.images.map(\.target.display) == [
        "images/train/x/a.jpg", "images/train/x/a-2.png", "images/val/c.png",
      ])
      var files = Dictionary(
        uniqueKeysWithValues: export.files.map {
          ($0.path.display, String(decoding: $0.bytes, as: UTF8.self))
        })
      for image in export.images { files[image.target.display] = "" }
      let again = YOLOWriter.export(try Self.read(files), as: kind)
      #expect(Set(again.files) == Set(export.files))
    }
  }
}
