import EmendCore
import EmendTestSupport
import Testing

@testable import EmendFormats

/// What pycocotools says, and what it and Ultralytics are given to check afterwards.
@Suite(.enabled(if: PeerCases.folder != nil)) struct PeerTests {
  static func cases(_ name: String) throws -> [JSONValue] {
    try PeerCases.read(name).split(separator: 0x0a).map {
      try JSONReader.value(in: Array($0), file: name)
    }
  }

  static func size(_ example: JSONValue) -> ImageSize {
    let sides = example["size"]?.array?.compactMap(\.integer) ?? []
    return ImageSize(width: sides[1], height: sides[0])
  }

  @Test func masksAreThoseOfPycocotools() throws {
    let cases = try Self.cases("masks.jsonl")
    #expect(cases.count == 10_000)
    for example in cases {
      let size = Self.size(example)
      let rows = try #require(example["rows"]?.string).utf8.map { $0 - 48 }
      let mask = Mask(size: size, rows: rows)
      let other = try Mask(size: size, compressed: try #require(example["other"]?.string))
      #expect(mask.compressed == example["counts"]?.string)
      #expect(try Mask(size: size, compressed: mask.compressed) == mask)
      #expect(mask.rows == rows)
      #expect(mask.area == example["area"]?.integer)
      let box = mask.bounds
      #expect(
        [box.x, box.y, box.width, box.height] == example["bbox"]?.array?.compactMap(\.double))
      #expect(mask.union(other).compressed == example["union"]?.string)
      #expect(mask.intersection(other).compressed == example["intersection"]?.string)
      let isCrowd = example["crowd"]?.integer == 1
      #expect(mask.overlap(with: other, isCrowd: isCrowd) == example["iou"]?.double)
      #expect(Mask(polygon: mask.outline, size: size).rows == rows)
    }
  }

  @Test func polygonsFillThePixelsThatPycocotoolsFills() throws {
    let cases = try Self.cases("polygons.jsonl")
    #expect(cases.count == 10_000)
    for example in cases {
      let rings = (example["rings"]?.array ?? []).map { ring in
        let values = ring.array?.compactMap(\.double) ?? []
        return stride(from: 0, to: values.count, by: 2).map {
          ImagePoint(x: values[$0], y: values[$0 + 1])
        }
      }
      let mask = Mask(polygon: Polygon(rings: rings), size: Self.size(example))
      #expect(mask.compressed == example["counts"]?.string)
      #expect(mask.area == example["area"]?.integer)
      let sides = try #require(example["box"]?.array).compactMap(\.double)
      let box = Box(x: sides[0], y: sides[1], width: sides[2], height: sides[3])
      #expect(
        Mask(box: box, size: Self.size(example)).compressed == example["boxCounts"]?.string)
    }
  }

  @Test func exportsAreLeftForThePeersToCheck() throws {
    let foreign = try COCOReader.read(try PeerCases.read("foreign.json"), file: "foreign.json")
    try PeerCases.write(COCOWriter.bytes(of: foreign), to: "out/foreign.json")
    var random = SeededGenerator(seed: 5)
    let dataset = random.dataset(images: 40)
    try PeerCases.write(COCOWriter.bytes(of: random.outlined(dataset)), to: "out/truth.json")
    try PeerCases.write(COCOWriter.bytes(of: random.posed(dataset)), to: "out/poses.json")
    try PeerCases.write(COCOResults.bytes(of: random.scored(dataset)), to: "out/results.json")
    for kind in YOLOExport.Kind.allCases {
      let export = YOLOWriter.export(dataset, as: kind)
      for file in export.files {
        try PeerCases.write(file.bytes, to: "out/\(kind.rawValue)/\(file.path.display)")
      }
      let sizes = zip(export.images, dataset.images).compactMap { target, image in
        image.size.map {
          JSONValue.Member(
            target.target.display, .array([.number($0.width), .number($0.height)]))
        }
      }
      try PeerCases.write(
        Array(JSONValue.object(sizes).description.utf8), to: "out/\(kind.rawValue)/sizes.json")
      for image in export.images {
        try PeerCases.write([], to: "out/\(kind.rawValue)/\(image.target.display)")
      }
    }
  }
}
