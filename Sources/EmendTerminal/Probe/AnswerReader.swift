/// Parts answers from keys that were typed ahead.
struct AnswerReader {
  private var tokenizer = InputTokenizer()
  private var answers: [(answer: TerminalAnswer, bytes: [UInt8])] = []
  private var typedAhead: [UInt8] = []
  private var count = 0

  /// No terminal answers so much, and nobody types it in a second.
  private static let limit = 1 << 20

  /// Whether DA1 was answered, which was asked last, or nothing sensible is to be expected.
  private(set) var isDone = false

  /// Takes bytes in the order of their arrival, cut anywhere.
  mutating func read(_ bytes: [UInt8]) {
    tokenizer.append(bytes)
    while let (token, bytes) = tokenizer.next() { note(token, bytes) }
    count += bytes.count
    if count > Self.limit { isDone = true }
  }

  /// Ends the reading.
  ///
  /// - Returns: the answers in order, with their bytes; the keys' bytes in order, unchanged.
  consuming func finish() -> (
    answers: [(answer: TerminalAnswer, bytes: [UInt8])], typedAhead: [UInt8]
  ) {
    (answers, typedAhead + tokenizer.pending)
  }

  private mutating func note(_ token: InputToken, _ bytes: [UInt8]) {
    guard let answer = token.answer else {
      typedAhead += bytes
      return
    }
    answers.append((answer, bytes))
    if case .attributes = answer { isDone = true }
  }
}
