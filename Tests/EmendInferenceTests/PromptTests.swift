import Testing

@testable import EmendInference

@Suite struct PromptTests {
  private func tokenizer() throws -> Tokenizer {
    let text = #"""
      {"model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
        "max_input_chars_per_word": 100, "vocab": {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, ".": 3,
          "red": 4, "dent": 5, "scratch": 6, "##es": 7}},
      "pre_tokenizer": {"type": "BertPreTokenizer"},
      "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]}}
      """#
    return try Tokenizer(json: Array(text.utf8), file: "tokenizer.json")
  }

  @Test func eachTokenBelongsToItsPhrase() throws {
    let prompt = try GroundingPrompt(labels: ["Red dent", " scratches\n"], tokenizer())
    #expect(prompt.phrases == ["Red dent", "scratches"])
    #expect(prompt.tensors.tokens == [1, 4, 5, 3, 6, 7, 3, 2])
    #expect(prompt.phraseOfToken == [nil, 0, 0, nil, 1, 1, nil, nil])
  }

  @Test func whatCannotBeAskedIsRefused() throws {
    let tokenizer = try tokenizer()
    #expect(throws: PromptError.nothing) { try GroundingPrompt(labels: [], tokenizer) }
    #expect(throws: PromptError.empty(place: 1)) {
      try GroundingPrompt(labels: ["dent", " "], tokenizer)
    }
    #expect(throws: PromptError.stopInPhrase("no. 5")) {
      try GroundingPrompt(labels: ["no. 5"], tokenizer)
    }
    let many = Array(repeating: "dent", count: 127)
    #expect(try GroundingPrompt(labels: many, tokenizer).tensors.columns == 256)
    #expect(throws: PromptError.tooLong(tokens: 258, limit: 256)) {
      try GroundingPrompt(labels: many + ["dent"], tokenizer)
    }
    #expect(throws: PromptError.missingToken("</s>")) {
      try LabelEncoder.siglip.tensors(for: ["dent"], tokenizer)
    }
    #expect(throws: PromptError.empty(place: 0)) {
      try LabelEncoder.clip.tensors(for: [""], tokenizer)
    }
  }

  @Test func aTemplateHasOnePlaceForALabel() {
    #expect(PromptTemplate("a photo of a {}.")?.sentence(for: "dent") == "a photo of a dent.")
    #expect(PromptTemplate("a photo") == nil)
    #expect(PromptTemplate("{} {}") == nil)
  }

  @Test func sentencesOfALabelPointInTheirMeanDirection() {
    let vectors = LabelScores.labels([3, 0, 0, 1, 0, 2, 0, 5], count: 2, width: 2)
    let half = Float(0.5).squareRoot()
    #expect(zip(vectors, [half, half, 0, 1]).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func anAnswerOfAnotherShapeIsNotRead() throws {
    let prompt = try GroundingPrompt(labels: ["dent"], tokenizer())
    let values = [Float](repeating: 0, count: 20)
    values.withUnsafeBufferPointer { values in
      let boxes = UnsafeBufferPointer(rebasing: values[..<8])
      let logits = UnsafeBufferPointer(rebasing: values[..<10])
      #expect(GroundingAnswer(logits: logits, boxes: boxes, columns: 5, prompt) != nil)
      #expect(GroundingAnswer(logits: logits, boxes: boxes, columns: 3, prompt) == nil)
      #expect(GroundingAnswer(logits: values, boxes: boxes, columns: 5, prompt) == nil)
      #expect(OpenVocabularyAnswer(logits: logits, boxes: boxes, texts: 5) != nil)
      #expect(OpenVocabularyAnswer(logits: logits, boxes: boxes, texts: 4) == nil)
      #expect(OpenVocabularyAnswer(logits: logits, boxes: boxes, texts: 0) == nil)
    }
  }

  @Test func whatIsNotANumberIsNotFound() throws {
    let prompt = try GroundingPrompt(labels: ["dent"], tokenizer())
    let logits = [Float](repeating: .nan, count: 5) + [9, 9, 9, 9, 9]
    let boxes = [0.5, 0.5, 0.5, 0.5, 0.5, .nan, 0.5, Float.infinity]
    logits.withUnsafeBufferPointer { logits in
      boxes.withUnsafeBufferPointer { boxes in
        let answer = GroundingAnswer(logits: logits, boxes: boxes, columns: 5, prompt)
        #expect(answer?.matches(above: 0.1) == [])
        let other = OpenVocabularyAnswer(logits: logits, boxes: boxes, texts: 5)
        #expect(other?.matches(above: 0.1) == [])
      }
    }
  }
}
