import Testing

@testable import EmendInference

@Suite struct GenerationTests {
  private func rules(_ generation: String, config: String? = nil) throws -> GenerationRules {
    var texts = ["generation_config.json": generation]
    texts["config.json"] = config
    return try #require(try ModelNotes(texts: texts).generation)
  }

  private func next(_ rules: GenerationRules, after tokens: [Int], _ scores: [Float]) -> Int {
    var scores = scores
    return rules.next(after: tokens, &scores).token
  }

  @Test func theMostLikelyTokenComesNextWithItsShare() throws {
    var scores: [Float] = [1, 3, 3, 0]
    let (token, logShare) = GenerationRules().next(after: [0], &scores)
    #expect(token == 1)
    // 1 / (2 + e^-2 + e^-3), by hand
    #expect(abs(logShare - -0.7817) < 1e-4)
  }

  @Test func noRowOfTokensComesTwice() throws {
    let rules = try rules(#"{"no_repeat_ngram_size": 3}"#)
    #expect(next(rules, after: [9, 1, 2, 0, 1, 2], [5, 1, 1, 4]) == 3)
    #expect(next(rules, after: [9, 1, 2, 0, 2, 1], [5, 1, 1, 4]) == 0)
    #expect(next(rules, after: [9], [5, 1, 1, 4]) == 0)
  }

  @Test func aTextIsAsLongAsTheFileSays() throws {
    #expect(try rules("{}").most == 21)
    #expect(try rules(#"{"max_length": 64}"#).most == 64)
    #expect(try rules(#"{"max_length": 64, "max_new_tokens": 5}"#).most == 6)
    // 10^12 tokens would never end.
    #expect(try rules(#"{"max_length": 1000000000000}"#).most == 21)
    let rules = try rules(#"{"min_length": 3, "eos_token_id": [0, 2]}"#)
    #expect(next(rules, after: [9, 1], [5, 1, 4, 2]) == 3)
    #expect(next(rules, after: [9, 1, 1], [5, 1, 4, 2]) == 0)
  }

  @Test func forcedTokensComeFirstAndLast() throws {
    let rules = try rules(
      #"{"max_length": 4, "forced_bos_token_id": 3, "forced_eos_token_id": 1}"#)
    #expect(next(rules, after: [9], [5, 1, 4, 2]) == 3)
    #expect(next(rules, after: [9, 3], [5, 1, 4, 2]) == 0)
    #expect(next(rules, after: [9, 3, 0], [5, 1, 4, 2]) == 1)
  }

  /// As transformers reads them: a generation_config.json stands for all of config.json.
  @Test func olderModelsSayItInTheirConfig() throws {
    let config = """
      {"decoder_start_token_id": 2, "max_length": null, "eos_token_id": 7, "decoder":
        {"max_length": 12, "eos_token_id": 5}}
      """
    let old = try #require(try ModelNotes(texts: ["config.json": config]).generation)
    #expect(old.start == 2)
    #expect(old.ends == [7])
    #expect(old.most == 12)
    let new = try rules(#"{"eos_token_id": 5, "repetition_penalty": 1.0}"#, config: config)
    #expect(new.start == 2)
    #expect(new.ends == [5])
    #expect(new.most == 21)
    #expect(new.undone.isEmpty)
  }

  @Test func whatIsNotDoneIsNamed() throws {
    let rules = try rules(
      #"{"repetition_penalty": 1.2, "bad_words_ids": [[4]], "suppress_tokens": []}"#)
    #expect(rules.undone == ["repetition_penalty", "bad_words_ids"])
  }
}
