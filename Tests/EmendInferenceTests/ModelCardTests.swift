import EmendCore
import Testing

@testable import EmendInference

@Suite struct ModelCardTests {
  /// A file as Ultralytics 8.4 exports it, to be changed by each test.
  struct File {
    var metadata = [
      "task": "detect", "names": "{0: 'scratch', 1: \"o'ring\"}", "imgsz": "[640, 640]",
      "stride": "32", "head": "Detect", "version": "8.4.190", "end2end": "False",
      "args": "{'batch': 1, 'nms': None, 'dynamic': False}",
    ]
    var inputs = [TensorPort(name: "images", shape: [1, 3, 640, 640])]
    var outputs = [TensorPort(name: "output0", shape: [1, 6, 8400])]

    func card() throws -> ModelCard {
      try ModelFamilies.card(
        of: ModelFacts(file: "m.onnx", metadata: metadata, inputs: inputs, outputs: outputs))
    }
  }

  @Test func aDetectExportIsReadFromItsMetadata() throws {
    let card = try File().card()
    #expect(card.purpose == .detect)
    #expect(card.labels == ["scratch", "o'ring"])
    #expect(card.inputSize == ImageSize(width: 640, height: 640))
    #expect(!card.isSizeFree)
    #expect(card.stride == 32)
    #expect(card.batch == .fixed(1))
    #expect(card.suppression == .raw)
    #expect(card.version == "8.4.190")
    #expect(card.summary == "yolo detect, 2 labels, 640x640")
  }

  @Test func aDynamicExportTakesItsSizeFromTheMetadataHeightFirst() throws {
    var file = File()
    file.metadata["imgsz"] = "[320, 640]"
    file.inputs[0].shape = [nil, 3, nil, nil]
    file.outputs[0].shape = [nil, 6, nil]
    let card = try file.card()
    #expect(card.inputSize == ImageSize(width: 640, height: 320))
    #expect(card.isSizeFree)
    #expect(card.batch == .free)
  }

  @Test func suppressionIsToldByTheMetadataAndNotByTheShape() throws {
    var file = File()
    file.outputs[0].shape = [1, 300, 6]
    file.metadata["args"] = "{'nms': True}"
    #expect(try file.card().suppression == .builtIn)
    file.metadata["end2end"] = "True"
    #expect(try file.card().suppression == .endToEnd)
    file.metadata["end2end"] = nil
    file.metadata["args"] = nil
    #expect(throws: InferenceError.self) { try file.card() }
  }

  @Test func aSegmentExportHasPrototypes() throws {
    var file = File()
    file.metadata["task"] = "segment"
    file.outputs[0].shape = [1, 38, 8400]
    file.outputs.append(TensorPort(name: "output1", shape: [1, 32, 160, 160]))
    #expect(try file.card().purpose == .segment)
    file.outputs[1].shape[1] = 16
    #expect(throws: InferenceError.self) { try file.card() }
  }

  @Test func aListOfNamesIsReadToo() throws {
    var file = File()
    file.metadata["names"] = "['a', 'b']"
    #expect(try file.card().labels == ["a", "b"])
  }

  @Test func controlCharactersOfNamesAreTakenOut() throws {
    var file = File()
    file.metadata["names"] = #"['a\x1b[31m', 'b\n']"#
    #expect(try file.card().labels == ["a\u{fffd}[31m", "b\u{fffd}"])
  }

  struct Refusal: CustomTestStringConvertible {
    var testDescription: String
    var change: @Sendable (inout File) -> Void
    var parts: [String]

    init(_ name: String, _ parts: String..., change: @escaping @Sendable (inout File) -> Void) {
      testDescription = name
      self.change = change
      self.parts = parts
    }
  }

  @Test(arguments: [
    Refusal(
      "no metadata", "of no family that emend reads", "takes images 1x3x640x640",
      "gives output0 1x6x8400, without metadata", "yolo: metadata task", "--family"
    ) {
      $0.metadata = [:]
    },
    Refusal("another task", "a depth model; emend reads detect, segment, pose") {
      $0.metadata["task"] = "depth"
    },
    Refusal("pose without points", "no usable kpt_shape") { $0.metadata["task"] = "pose" },
    Refusal("rotated boxes without an angle", "6 values a place", "7 (4 + 2 labels + 1 angle)") {
      $0.metadata["task"] = "obb"
    },
    Refusal("RT-DETR", "is 1x6x8400, 8400 values a row; expected 6") {
      $0.metadata["head"] = "RTDETRDecoder"
    },
    Refusal("names missing", "names: missing", "export it again") { $0.metadata["names"] = nil },
    Refusal("names with a gap", "no usable label names") {
      $0.metadata["names"] = "{0: 'a', 2: 'b'}"
    },
    Refusal("names not quoted", "no usable label names") { $0.metadata["names"] = "{0: a}" },
    Refusal("too few names", "1x6x8400, 6 values a place", "5 (4 + 1 labels)") {
      $0.metadata["names"] = "{0: 'a'}"
    },
    Refusal("two inputs", "takes 2 inputs") { $0.inputs.append($0.inputs[0]) },
    Refusal("grey input", "is 1x1x640x640; expected batch x 3 x height x width") {
      $0.inputs[0].shape[1] = 1
    },
    Refusal("whole input", "holds int8; expected float32 or float16", "single precision") {
      $0.inputs[0].type = .int8
    },
    Refusal("no size", "does not name the size") {
      $0.metadata["imgsz"] = nil
      $0.inputs[0].shape = [1, 3, nil, nil]
    },
    Refusal("huge size", "100000x100000 pixels; expected at most 8192") {
      $0.metadata["imgsz"] = "[100000, 100000]"
      $0.inputs[0].shape = [1, 3, nil, nil]
    },
    Refusal("a size without a width", "its imgsz is [640]; expected [height, width]") {
      $0.metadata["imgsz"] = "[640]"
    },
    Refusal("an output of 40 GB", "output0 is 1x6x1700000000, more than a GiB") {
      $0.outputs[0].shape[2] = 1_700_000_000
    },
    Refusal("no size at all", "0x640 pixels") { $0.inputs[0].shape[3] = 0 },
    Refusal("stride of zero", "stride is 0") { $0.metadata["stride"] = "0" },
    Refusal("huge batch", "batches of 4096") { $0.inputs[0].shape[0] = 4096 },
    Refusal("flat output", "its outputs are 1x6") { $0.outputs[0].shape = [1, 6] },
    Refusal("no prototypes", "rows and mask prototypes") { $0.metadata["task"] = "segment" },
    Refusal("no output", "a detect model answers one table") { $0.outputs = [] },
  ])
  func aRefusalNamesFileFindingAndRemedy(refusal: Refusal) throws {
    var file = File()
    refusal.change(&file)
    let error = #expect(throws: InferenceError.self) { try file.card() }
    #expect(error?.code == .modelUnsupported)
    let message = try #require(error?.message)
    #expect(message.hasPrefix("m.onnx: "))
    for part in refusal.parts { #expect(message.contains(part), "\(message)") }
  }
}
