import Glibc

/// How a decoder writes a text: where it begins and ends, and what it may not write.
///
/// What `generate` of transformers 5.23 does with `num_beams=1` and `do_sample=False`; tokens are
/// counted with the first one, which no text shows.
struct GenerationRules: Hashable, Sendable {
  /// The token that each text begins with.
  var start: Int?
  /// A text is whole once it has one of these.
  var ends: Set<Int> = []
  /// How many tokens a text has at most; transformers' default is 20 new ones.
  var most = 21
  /// How many it has before it may end.
  var least = 0
  /// What has to come second, and what has to be the last of the most.
  var forcedStart: Int?
  var forcedEnds: Set<Int> = []
  /// No row of so many tokens comes twice; 0 for any.
  var uniqueLength = 0
  /// What the model's files ask for and emend does not do, by their names.
  var undone: [String] = []

  /// The token with the best of `scores` after `tokens`, and the logarithm of its share.
  ///
  /// - Parameters:
  ///   - tokens: the text so far, its first token with it.
  ///   - scores: of all tokens, finite; those that may not come are set to -infinity.
  /// - Returns: the token's number, and a logarithm of 0 or less.
  /// - Complexity: O(scores)
  func next(after tokens: [Int], _ scores: inout [Float]) -> (token: Int, logShare: Double) {
    if let forced = forced(after: tokens) {
      for token in scores.indices { scores[token] = forced.contains(token) ? 0 : -.infinity }
    } else {
      for token in banned(after: tokens) where scores.indices.contains(token) {
        scores[token] = -.infinity
      }
    }
    var best = 0
    for token in scores.indices where scores[token] > scores[best] { best = token }
    let highest = Double(scores[best])
    let sum = scores.reduce(0) { $0 + exp(Double($1) - highest) }
    return (best, -log(sum))
  }

  private func forced(after tokens: [Int]) -> Set<Int>? {
    if tokens.count == most - 1, !forcedEnds.isEmpty { return forcedEnds }
    return tokens.count == 1 ? forcedStart.map { [$0] } : nil
  }

  private func banned(after tokens: [Int]) -> Set<Int> {
    var banned = tokens.count < least ? ends : []
    guard uniqueLength > 0, tokens.count + 1 >= uniqueLength else { return banned }
    let last = tokens.suffix(uniqueLength - 1)
    for end in uniqueLength - 1..<tokens.count
    where tokens[(end - last.count)..<end].elementsEqual(last) {
      banned.insert(tokens[end])
    }
    return banned
  }
}

extension GenerationRules {
  /// What changes a text and is not done here, with the value that changes nothing.
  private static let known: [(name: String, usual: Double?)] = [
    ("repetition_penalty", 1), ("encoder_repetition_penalty", 1),
    ("encoder_no_repeat_ngram_size", 0), ("bad_words_ids", nil), ("sequence_bias", nil),
    ("suppress_tokens", nil), ("begin_suppress_tokens", nil), ("force_words_ids", nil),
    ("exponential_decay_length_penalty", nil),
  ]

  /// What files say; of each key the first of `sources` that has a value counts.
  ///
  /// Source: `GenerationConfig.from_model_config` of transformers 5.23.
  init(_ sources: [Literal]) {
    func value(_ key: String) -> Literal? {
      sources.lazy.compactMap { $0[key] }.first { $0 != .none }
    }
    func count(_ key: String) -> Int? {
      value(key)?.integer.flatMap { (0...Self.longest).contains($0) ? $0 : nil }
    }
    func tokens(_ key: String) -> [Int] {
      let value = value(key)
      return value?.list?.compactMap(\.integer) ?? value?.integer.map { [$0] } ?? []
    }
    start = tokens("decoder_start_token_id").first ?? tokens("bos_token_id").first
    ends = Set(tokens("eos_token_id"))
    most = count("max_new_tokens").map { $0 + 1 } ?? count("max_length") ?? most
    least = count("min_new_tokens").map { $0 + 1 } ?? count("min_length") ?? 0
    forcedStart = tokens("forced_bos_token_id").first
    forcedEnds = Set(tokens("forced_eos_token_id"))
    uniqueLength = count("no_repeat_ngram_size") ?? 0
    undone = Self.known.filter { name, usual in
      value(name).map { $0.isTruthy && (usual == nil || $0.number != usual) } ?? false
    }.map(\.name)
  }

  /// What is taken for a mistake: no decoder of lines has learned places beyond 1024.
  private static let longest = 4096
}
