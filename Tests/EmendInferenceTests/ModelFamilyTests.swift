import EmendCore
import Testing

@testable import EmendInference

@Suite struct ModelFamilyTests {
  /// A file as its library exports it.
  struct File: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var family: String
    var input: [Int?] = [nil, 3, 224, 224]
    var outputs: [TensorPort]
    var metadata: [String: String] = [:]
    var texts: [String: String] = [:]

    init(
      _ family: String, _ name: String, _ outputs: KeyValuePairs<String, [Int?]>,
      metadata: [String: String] = [:], texts: [String: String] = [:]
    ) {
      self.family = family
      testDescription = name
      self.outputs = outputs.map { TensorPort(name: $0.key, shape: $0.value) }
      self.metadata = metadata
      self.texts = texts
    }

    func card() throws -> ModelCard {
      try ModelFamilies.card(
        of: ModelFacts(
          file: "m.onnx", metadata: metadata,
          inputs: [TensorPort(name: "pixel_values", shape: input)], outputs: outputs, texts: texts)
      )
    }
  }

  private static let labels = #"{"id2label": {"1": "dent", "0": "scratch"}}"#
  private static let ultralytics = [
    "task": "detect", "names": "{0: 'scratch', 1: 'dent', 2: 'hole'}", "version": "8.4.190",
  ]
  private static let stretched = #"{"fit": "stretch"}"#

  private static let files = [
    File(
      "rtdetr", "a new head", ["output0": [1, 300, 6]],
      metadata: ultralytics.merging(["head": "RTDETRDecoder"]) { $1 }),
    File(
      "rtdetr", "an old head", ["output0": [1, 300, 7]],
      metadata: ultralytics.merging(["description": "Ultralytics rtdetr-l model"]) { $1 }),
    File(
      "rtdetrv2", "as many columns as labels",
      ["logits": [nil, 300, 2], "pred_boxes": [nil, 300, 4]], texts: ["config.json": labels]),
    File(
      "detr", "a column for nothing",
      ["logits": [nil, 100, 3], "pred_boxes": [nil, 100, 4]], texts: ["config.json": labels]),
    File(
      "detr", "the architecture's name",
      ["logits": [nil, 100, nil], "pred_boxes": [nil, 100, 4]],
      texts: ["config.json": #"{"model_type": "yolos", "id2label": {"0": "dent"}}"#]),
    File(
      "mask2former", "two kinds of logits",
      ["class_queries_logits": [nil, 50, 3], "masks_queries_logits": [nil, 50, 96, 96]],
      texts: ["config.json": labels]),
    File(
      "classifier", "logits", ["logits": [nil, 2]],
      texts: ["config.json": labels, "card": stretched]),
    File(
      "embedding", "a pooled vector",
      ["last_hidden_state": [nil, 257, 384], "pooler_output": [nil, 384]],
      texts: ["card": stretched]),
    File(
      "anomaly", "a map", ["anomaly_map": [nil, 1, 256, 256], "pred_score": [nil]],
      texts: ["card": #"{"threshold": 3.5}"#]),
    File("ocr", "a map of text", ["sigmoid_0.tmp_0": [nil, 1, nil, nil]]),
    File("sam", "SAM's encoder", ["image_embeddings": [1, 256, 64, 64]]),
    File(
      "sam", "HQ-SAM's encoder",
      ["image_embeddings": [1, 256, 64, 64], "interm_embeddings": [1, 64, 64, 1024]]),
    File(
      "sam", "SAM 2's encoder by samexporter",
      [
        "high_res_feats_0": [1, 32, 256, 256], "high_res_feats_1": [1, 64, 128, 128],
        "image_embed": [1, 256, 64, 64],
      ]),
    File(
      "sam", "SAM 2's encoder by transformers.js",
      [
        "image_embeddings.0": [1, 32, 256, 256], "image_embeddings.1": [1, 64, 128, 128],
        "image_embeddings.2": [1, 256, 64, 64],
      ]),
  ]

  @Test(arguments: files)
  func aModelIsKnownByItsTensorsAndMetadata(file: File) throws {
    let card = try file.card()
    #expect(card.family == file.family)
    #expect(ModelFamilies.named(card.family) != nil)
  }

  @Test func aModelOfClicksIsAToolWithADecoder() throws {
    let card = try File("sam", "", ["image_embeddings": [1, 256, 64, 64]]).card()
    #expect(card.purpose == .prompt)
    #expect(card.purpose.isTool)
    #expect(card.companions == [.decoder])
    #expect(card.summary == "sam, 224x224")
    #expect(!ModelCard.Purpose.detect.isTool)
  }

  @Test func twoFamiliesThatBothFitAreAQuestion() throws {
    var file = File("", "", ["logits": [nil, 100, 3], "pred_boxes": [nil, 100, 4]])
    let error = #expect(throws: InferenceError.self) { try file.card() }
    #expect(
      error?.message == "m.onnx: it could be rtdetrv2 or detr; say which by --family or in a "
        + "card beside it")
    file.texts = ["card": #"{"family": "rtdetrv2", "labels": ["a", "b", "c"]}"#]
    #expect(try file.card().family == "rtdetrv2")
  }

  @Test func ultralyticsMetadataCountsMoreThanFilesOfAnotherModel() throws {
    let file = File(
      "yolo", "", ["output0": [1, 7, 8400]],
      metadata: Self.ultralytics,
      texts: ["preprocessor_config.json": #"{"size": {"height": 9, "width": 9}}"#])
    #expect(try file.card().preparation.fit == .letterbox)
  }

  struct Refusal: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var file: File
    var parts: [String]

    init(_ name: String, _ file: File, _ parts: String...) {
      testDescription = name
      self.file = file
      self.parts = parts
    }
  }

  private static func wrong(
    _ outputs: KeyValuePairs<String, [Int?]>, card: String, config: String? = nil
  ) -> File {
    var texts = ["card": card]
    texts["config.json"] = config
    return File("", "", outputs, texts: texts)
  }

  private static let refusals = [
    Refusal(
      "nothing known", wrong(["y": [1, 2, 3, 4]], card: "{}"), "of no family",
      "takes pixel_values ?x3x224x224 and gives y 1x2x3x4", "anomaly: one image tensor"),
    Refusal(
      "a family by a wrong name", wrong(["y": [1, 2]], card: #"{"family": "yolov9"}"#),
      "no family yolov9; there are yolo, rtdetr"),
    Refusal(
      "the wrong family", wrong(["y": [1, 2]], card: #"{"family": "detr"}"#),
      "gives y 1x2", "expected pixel_values; logits batch x queries x (labels + 1)"),
    Refusal(
      "labels of another model",
      wrong(
        ["logits": [nil, 100, 92], "pred_boxes": [nil, 100, 4]], card: #"{"family": "detr"}"#,
        config: labels),
      "its logits are ?x100x92; expected 3 columns for 2 labels"),
    Refusal(
      "no preparation", wrong(["logits": [nil, 2]], card: "{}", config: labels),
      "nothing says how its images are prepared"),
    Refusal(
      "no threshold", wrong(["anomaly_map": [nil, 1, 8, 8]], card: "{}"),
      "nothing says from which value"),
    Refusal(
      "a threshold below nothing",
      wrong(["anomaly_map": [nil, 1, 8, 8]], card: #"{"threshold": -1}"#), "its threshold is -1"),
    Refusal(
      "a card that is none", wrong(["y": [1, 2]], card: "[1]"), "the model's card is no JSON object"
    ),
    Refusal(
      "a key that is none", wrong(["y": [1, 2]], card: #"{"famly": "yolo"}"#),
      "has no key famly; there are family, labels"),
    Refusal(
      "a value that is none", wrong(["y": [1, 2]], card: #"{"mean": [1, 2]}"#),
      "has mean, which must be three numbers"),
    Refusal(
      "a cut with OpenCV's filter",
      wrong(
        ["logits": [nil, 2]],
        card: #"{"fit": "crop", "shorter": 256, "resample": "linear"}"#, config: labels),
      "cuts out the middle with filter linear"),
    Refusal(
      "a cut without a size", wrong(["y": [1, 2]], card: #"{"fit": "crop"}"#), "needs shorter"),
  ]

  @Test(arguments: refusals)
  func aRefusalSaysWhatWasFoundAndExpected(refusal: Refusal) throws {
    let error = #expect(throws: InferenceError.self) { try refusal.file.card() }
    #expect(error?.code == .modelUnsupported)
    let message = try #require(error?.message)
    for part in refusal.parts { #expect(message.contains(part), "\(message)") }
  }

  @Test func namesFromAConfigCannotMoveTheCursor() throws {
    let file = File(
      "classifier", "", ["logits": [nil, 1]],
      texts: ["config.json": #"{"id2label": {"0": "a\u001b[31m"}}"#, "card": Self.stretched])
    #expect(try file.card().labels == ["a\u{fffd}[31m"])
  }
}
