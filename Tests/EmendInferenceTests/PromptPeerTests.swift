import Testing

@testable import EmendInference

/// Prompts and answers against transformers' processors, as `Tests/Peers/text/prompts.py` wrote
/// them below the folder that EMEND_PEER_CASES names.
@Suite(
  .enabled(
    if: TestFiles.variable("EMEND_PEER_CASES") != nil, "EMEND_PEER_CASES names no folder"))
struct PromptPeerTests {
  private let folder = (TestFiles.variable("EMEND_PEER_CASES") ?? "") + "/text"
  private let cases: TokenizerJSON

  init() throws {
    let path = folder + "/prompts.json"
    cases = try TokenizerJSONReader.value(in: TestFiles.bytes(path), file: path)
  }

  private func tokenizer(_ name: String) throws -> Tokenizer {
    try Tokenizer(folder: "\(folder)/\(name)")
  }

  private func rows(_ name: String) throws -> [TokenizerJSON] {
    let rows = try #require(cases[name]?.list)
    #expect(rows.count >= 20)
    return rows
  }

  @Test func groundingDINOIsAskedAsTransformersAsksIt() throws {
    let tokenizer = try tokenizer("bert")
    let stop = try #require(tokenizer.number(of: "."))
    for row in try rows("grounding") {
      let prompt = try GroundingPrompt(labels: row.strings("labels"), tokenizer)
      #expect(prompt.tensors.tokens.map(Int.init) == row.integers("tokens"))
      #expect(prompt.tensors.types.map(Int.init) == row.integers("types"))
      #expect(prompt.tensors.mask.map(Int.init) == row.integers("mask"))
      for (place, label) in prompt.phrases.enumerated() {
        let own = zip(prompt.tensors.tokens, prompt.phraseOfToken).filter { $1 == place }
        #expect(own.map { Int($0.0) } == tokenizer.tokens(of: label.lowercasedInContext))
        #expect(!own.contains { Int($0.0) == stop })
      }
    }
  }

  @Test(arguments: [(LabelEncoder.clip, "clip"), (.owl, "owlv2"), (.siglip, "siglip")])
  func labelsFillRowsAsTransformersFillsThem(encoder: LabelEncoder, name: String) throws {
    let tokenizer = try tokenizer(name)
    for row in try rows(encoder.rawValue) {
      let tensors = try encoder.tensors(for: row.strings("labels"), tokenizer)
      #expect(tensors.columns == encoder.tokenCount)
      #expect(tensors.tokens.map(Int.init) == row.integers("tokens"))
      #expect(tensors.mask.map(Int.init) == row.integers("mask"))
    }
  }

  @Test func groundingDINOsAnswersAreReadAsTransformersReadsThem() throws {
    let tokenizer = try tokenizer("bert")
    for row in try rows("grounding answers") {
      let prompt = try GroundingPrompt(labels: row.strings("labels"), tokenizer)
      let known = row.floats("logits")
      let columns = prompt.tensors.columns
      let rest = [Float](repeating: -.infinity, count: 256 - columns)
      let logits = stride(from: 0, to: known.count, by: columns)
        .flatMap { known[$0..<$0 + columns] + rest }
      try withAnswer(logits, row.floats("pred_boxes")) { logits, boxes in
        let answer = try #require(
          GroundingAnswer(logits: logits, boxes: boxes, columns: 256, prompt))
        let matches = answer.matches(above: 0.3)
        expect(matches, row, width: 640, height: 480)
        let spelt = matches.flatMap { answer.tokens(ofRow: $0.row, above: 0.25) }
        #expect(spelt == row.integers("spelt"))
        for match in matches {
          let scores = answer.scores(ofRow: match.row)
          #expect(scores.count == prompt.phrases.count && scores[match.text] == scores.max())
          #expect(scores[match.text] <= match.score)
        }
      }
    }
  }

  @Test func owlv2sAnswersAreReadAsTransformersReadsThem() throws {
    for row in try rows("owl answers") {
      try withAnswer(row.floats("logits"), row.floats("pred_boxes")) { logits, boxes in
        let answer = try #require(OpenVocabularyAnswer(logits: logits, boxes: boxes, texts: 4))
        let matches = answer.matches(above: 0.1)
        // The picture was padded to a square of its longer side.
        expect(matches, row, width: 640, height: 640)
        #expect(matches.map(\.text) == row.integers("labels"))
      }
    }
  }

  @Test(arguments: ["clip", "siglip"])
  func labelsScoreAsTransformersScoresThem(name: String) throws {
    for row in try rows("\(name) answers") {
      let scale = Float(try #require(row["scale"]?.number))
      let bias = Float(try #require(row["bias"]?.number))
      let kind = name == "clip" ? LabelScores.clip(scale: scale) : .siglip(scale: scale, bias: bias)
      let scores = kind.scores(picture: row.floats("picture"), texts: row.floats("texts"))
      expectClose(scores, row.floats("scores"), within: 2e-6)
    }
  }

  // MARK: Comparing

  private func withAnswer(
    _ logits: [Float], _ boxes: [Float],
    _ body: (UnsafeBufferPointer<Float>, UnsafeBufferPointer<Float>) throws -> Void
  ) throws {
    try logits.withUnsafeBufferPointer { logits in
      try boxes.withUnsafeBufferPointer { boxes in try body(logits, boxes) }
    }
  }

  private func expect(_ matches: [TextMatch], _ row: TokenizerJSON, width: Float, height: Float) {
    expectClose(matches.map(\.score), row.floats("scores"), within: 1e-6)
    let corners = matches.map(\.corners).flatMap { corners in
      [
        corners.left * width, corners.top * height, corners.right * width, corners.bottom * height,
      ]
    }
    expectClose(corners, row.floats("boxes"), within: 1e-3)
  }

  private func expectClose(_ found: [Float], _ expected: [Float], within limit: Float) {
    #expect(!expected.isEmpty)
    #expect(found.count == expected.count)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= limit })
  }
}

extension TokenizerJSON {
  fileprivate func strings(_ key: String) -> [String] {
    self[key]?.list?.compactMap(\.string) ?? []
  }

  /// The numbers at a key, lists in lists one after another.
  fileprivate func numbers(_ key: String) -> [Double] { self[key]?.flat ?? [] }

  fileprivate func integers(_ key: String) -> [Int] { numbers(key).map { Int($0) } }

  fileprivate func floats(_ key: String) -> [Float] { numbers(key).map { Float($0) } }

  private var flat: [Double] { list?.flatMap(\.flat) ?? number.map { [$0] } ?? [] }
}
