import EmendCore
import EmendFormats
import EmendTestSupport
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
    #expect(
      export.files.map(\.path.display) == [
        "data.yaml", "train/labels/a.txt", "val/labels/b.txt", "val/labels/c.txt",
      ])
    #expect(String(decoding: export.files[0].bytes, as: UTF8.self) == Self.foreign["data.yaml"])
    #expect(
      String(decoding: export.files[2].bytes, as: UTF8.self) == "0 0.1 0.1 0.9 0.1 0.5 0.77777\n")
  }

  @Test func ourOwnDatasetIsReadBackToTheSameBytes() throws {
    let mask = Mask(size: ImageSize(width: 641, height: 427), runs: [500, 20, 273_187])
    let objects = [
      DatasetObject(label: LabelID(1), shape: .box(Box(x: 1, y: 2, width: 33.3, height: 1 / 3))),
      DatasetObject(label: LabelID(0), shape: .mask(mask)),
    ]
    let size = ImageSize(width: 641, height: 427)
    let dataset = Dataset(
      labels: [
        DatasetLabel(id: LabelID(0), name: "no"), DatasetLabel(id: LabelID(1), name: "b: c"),
      ],
      images: [
        DatasetImage(path: ImagePath("x/a.jpg"), size: size, split: "train", objects: objects),
        DatasetImage(path: ImagePath("x/a.png"), size: size, split: "train"),
        DatasetImage(path: ImagePath("../c.png"), size: size, split: "val"),
      ])
    for kind in YOLOExport.Kind.allCases {
      let export = YOLOWriter.export(dataset, as: kind)
      #expect(export.problems.isEmpty)
      #expect(
        export.images.map(\.target.display) == [
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

  struct Broken: Sendable, CustomTestStringConvertible {
    var testDescription: String { problem }
    var rows = ""
    var yaml = "train: images\nnames: [a, b]\n"
    var problem: String
  }

  @Test(arguments: [
    Broken(rows: "0 .5 .5 .1", problem: "labels/a.txt:1: has 4 columns"),
    Broken(rows: "0 .5 .5 .1 .1 .9", problem: "labels/a.txt:1: has 6 columns"),
    Broken(rows: "\n\n0 .5 .5 .1 1.5", problem: "labels/a.txt:3: has \"1.5\", which is no number"),
    Broken(rows: "0 .5 .5 .1 nan", problem: "labels/a.txt:1: has \"nan\", which is no number"),
    Broken(rows: "0 .5 .5 .1 -.005", problem: "labels/a.txt:1: has a width or height below 0"),
    Broken(
      rows: "2 .5 .5 .1 .1", problem: "labels/a.txt:1: has label 2, and data.yaml names 0 to 1"),
    Broken(rows: "0.5 .5 .5 .1 .1", problem: "labels/a.txt:1: must start with a label's index"),
    Broken(
      rows: "0 .5 .5 .1 .1\n0 0 0 0 1 1 1", problem: "labels/a.txt:2: is a box among polygons"),
    Broken(
      yaml: "train: images\nnc: 3\nnames: [a]", problem: "data.yaml:1: nc is 3, and there are 1"),
    Broken(yaml: "train: images\nnames: {0: a, 2: b}", problem: "data.yaml:2: \"2\" is no number"),
    Broken(yaml: "train: images", problem: "data.yaml:1: has no names"),
    Broken(yaml: "names: [a]", problem: "data.yaml:1: names no images"),
    Broken(yaml: "train: nowhere\nnames: [a]", problem: "data.yaml:1: train is \"nowhere\", which"),
    Broken(
      yaml: "train: images\nnames: [a]\nkpt_shape: [17, 4]", problem: "data.yaml:3: must be [po"),
    Broken(
      rows: "0 .5 .5 .1 .1 .5 .5", yaml: "train: images\nnames: [a]\nkpt_shape: [1, 3]",
      problem: "labels/a.txt:1: has 7 columns; by data.yaml's kpt_shape there are 8"),
    Broken(
      rows: "0 .5 .5 .1 .1 .5 .5 3", yaml: "train: images\nnames: [a]\nkpt_shape: [1, 3]",
      problem: "labels/a.txt:1: has the visibility 3.0; it is 0, 1 or 2"),
  ])
  func whatCannotBeReadHasItsFileAndLine(_ example: Broken) throws {
    let files = ["data.yaml": example.yaml, "images/a.jpg": "", "labels/a.txt": example.rows]
    let error = try #require(throws: FormatError.self) { try Self.read(files) }
    #expect(error.description.hasPrefix(example.problem))
    #expect(error.count == 1)
  }

  @Test func listsOfImagesAndFoldersOfOtherMachinesAreFound() throws {
    let dataset = try Self.read([
      "data.yaml": "path: ../datasets/coco8\ntrain: list.txt\nval: ../valid/images\nnc: 1\n",
      "list.txt": "./images/a.jpg\n./images/a.jpg\n", "images/a.jpg": "",
      "labels/a.txt": "\u{feff}\n",
      "valid/images/b.jpg": "",
    ])
    #expect(dataset.labels.map(\.name) == ["class_0"])
    #expect(dataset.images.map(\.path.display) == ["images/a.jpg", "valid/images/b.jpg"])
  }

  @Test func aRowThatStandsTwiceIsTakenOnce() throws {
    let dataset = try Self.read([
      "data.yaml": "train: images\nnames: [a]\n", "images/a.jpg": "",
      "labels/a.txt": "0 .5 .5 .1 .1\n0 0.5 0.5 0.1 0.1\n0 .5 .5 .1 .2\n",
    ])
    #expect(dataset.images[0].objects.count == 2)
  }

  @Test func aShapeThatWasMovedIsWrittenAnew() throws {
    var dataset = try Self.read(Self.foreign)
    let size = ImageSize(width: 641, height: 427)
    dataset.images[0].objects[0].shape = .box(Box(x: -100, y: 0, width: 741, height: 427))
    dataset.images[0].objects[1].shape = .box(Box(x: 700, y: 0, width: 5, height: 5))
    #expect(dataset.images[0].size == size)
    let export = YOLOWriter.export(dataset, as: .detect)
    #expect(String(decoding: export.files[1].bytes, as: UTF8.self) == "1 0.5 0.5 1 1\n")
    #expect(
      export.problems.map(\.description) == [
        "train/images/a.jpg: 1 of its objects lie outside it and were left out"
      ])
  }

  @Test func anotherSplitGivesOurOwnLayout() throws {
    var dataset = try Self.read(Self.foreign)
    dataset.images[1].split = "train"
    let export = YOLOWriter.export(dataset, as: .segment)
    #expect(
      export.files.map(\.path.display) == [
        "data.yaml", "labels/train/train/a.txt", "labels/train/val/b.txt",
        "labels/val/val/c.txt",
      ])
  }

  @Test func randomDatasetsComeBackToTheSameBytes() throws {
    for seed in 0..<20 {
      var random = SeededGenerator(seed: UInt64(seed))
      let dataset = random.dataset(images: 8)
      for kind in YOLOExport.Kind.allCases {
        let export = YOLOWriter.export(dataset, as: kind)
        let sizes = Dictionary(
          uniqueKeysWithValues: zip(export.images.map(\.target), dataset.images.map(\.size)))
        let contents = Dictionary(uniqueKeysWithValues: export.files.map { ($0.path, $0.bytes) })
        let source = FolderSource(
          files: { folder in
            sizes.keys.filter { $0.bytes.starts(with: folder.bytes + [UInt8(ascii: "/")]) }
          }, read: { contents[$0] }, size: { sizes[$0] ?? nil })
        let read = try YOLOReader.read(export.files[0].bytes, file: "data.yaml", from: source)
        #expect(Set(YOLOWriter.export(read, as: kind).files) == Set(export.files), "seed \(seed)")
      }
    }
  }
}
